package io.keydesk.service.cluster;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Clusters in the making, and what is seen of them. */
public final class SampleClusters {

    public static final Instant MADE_AT = Instant.parse("2026-11-21T08:00:01.234567Z");

    private SampleClusters() {}

    /** What an approved order makes. */
    public static Cluster of(Ticket ticket) {
        var order = (OrderCluster) ticket.request();
        var settings = new TreeMap<>(Map.of("maxmemory-policy", "allkeys-lfu", "timeout", "300"));
        var state = new DesiredState(order.plan(), order.namespaces(), settings, false);
        return new Cluster(
                ticket.clusterId(),
                ticket.tenant(),
                order.name(),
                Purpose.SESSION_CACHE,
                Environment.DEVELOPMENT,
                order.region(),
                revision(1, state, ticket),
                Observation.NOTHING,
                null,
                false,
                null,
                MADE_AT,
                MADE_AT,
                null,
                null,
                0);
    }

    public static Revision revision(int number, DesiredState state, Ticket ticket) {
        return new Revision(number, state, ticket.id().value(), ticket.number().toString(), "policy:small", MADE_AT);
    }

    /** All three nodes run the revision, and every condition holds. */
    public static Observation healthy(int revision) {
        var conditions = List.of(
                condition(Condition.Type.PROVISIONED, Condition.Status.TRUE),
                condition(Condition.Type.QUORUM_HEALTHY, Condition.Status.TRUE));
        var nodes = List.of(node(0, Role.PRIMARY, null), node(1, Role.REPLICA, true), node(2, Role.REPLICA, false));
        var endpoints = new Endpoints("127.0.0.1", 26379, List.of("127.0.0.1:26379", "127.0.0.1:26380"));
        return new Observation(revision, conditions, nodes, endpoints);
    }

    public static Condition condition(Condition.Type type, Condition.Status status) {
        return new Condition(type, status, "AsSeen", "Looked at it.", MADE_AT);
    }

    private static NodeObservation node(int index, Role role, @Nullable Boolean linked) {
        return new NodeObservation(
                index, State.RUNNING, role, "127.0.0.1:" + (6379 + index), linked, "127.0.0.1:26379", State.RUNNING);
    }
}
