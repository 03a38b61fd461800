package io.keydesk.service.cluster;

import io.keydesk.service.tenant.Holding;
import io.keydesk.service.tenant.TenantSlug;
import java.util.List;
import java.util.Optional;

/** All clusters, with their revisions; deleted ones stay readable. */
public interface Clusters {

    /** Adds a cluster with its first revision. The name is free then, or the transaction fails. */
    void add(Cluster cluster);

    Optional<Cluster> find(ClusterId id);

    /** Reads the cluster and holds it until the transaction ends. */
    Optional<Cluster> lock(ClusterId id);

    /** Stores what has changed, and the revision if it is new. Only for a cluster that is held. */
    void update(Cluster cluster);

    /** A page, newest first. */
    List<Cluster> list(ClusterQuery query);

    /** Revisions from the newest to the oldest, those below {@code before} only. */
    List<Revision> revisions(ClusterId id, int before, int limit);

    Optional<Revision> revision(ClusterId id, int number);

    /** The clusters that the tenant has now, by environment and plan: what it uses of its quotas. */
    List<Holding> holdings(TenantSlug tenant);

    /** Ids of all that are not deleted, for waking them at a start. */
    List<ClusterId> living();
}
