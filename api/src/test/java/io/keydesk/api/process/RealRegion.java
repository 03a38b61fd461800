package io.keydesk.api.process;

import java.util.Set;
import redis.clients.jedis.HostAndPort;

/** What a region has of the clusters of one home, whatever keydesk says of it. */
interface RealRegion {

    /** As orders name it. */
    String name();

    /** One that tenants may name. */
    String namespace();

    /** Another one that they may name. */
    String otherNamespace();

    /** Sees that this cluster is there, all of it and once, reached from this namespace of a tenant, and nothing else. */
    void assertHasOnly(String id, String cluster, String revision, String reachedFrom);

    void assertHasNothing();

    /** A node of a cluster, asked as keydesk would ask it. */
    RealNode node(String id, int index);

    /** Where an application finds what it was told to connect to. */
    Set<HostAndPort> resolve(HostAndPort announced);
}
