package io.keydesk.service.cluster;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Clusters in the making, and what is seen of them. */
public final class SampleClusters {

    public static final Instant MADE_AT = Instant.parse("2026-11-21T08:00:01.234567Z");

    /** Bytes of memory that each node of a {@linkplain #healthy healthy} one uses. */
    public static final long USED = 20L * 1024 * 1024;

    private SampleClusters() {}

    /** What an approved order makes. */
    public static Cluster of(Ticket ticket) {
        var order = (OrderCluster) ticket.request();
        var settings = new TreeMap<>(Map.of("maxmemory-policy", "allkeys-lfu", "timeout", "300"));
        return of(ticket, Purpose.SESSION_CACHE, new DesiredState(order.plan(), order.namespaces(), settings, false));
    }

    /** The same for another purpose, and with this as its first revision. */
    public static Cluster of(Ticket ticket, Purpose purpose, DesiredState state) {
        var order = (OrderCluster) ticket.request();
        return new Cluster(
                ticket.clusterId(),
                ticket.tenant(),
                order.name(),
                purpose,
                Environment.DEVELOPMENT,
                order.region(),
                revision(1, state, ticket),
                Observation.NOTHING,
                null,
                false,
                null,
                false,
                MADE_AT,
                MADE_AT,
                null,
                null,
                0);
    }

    public static Revision revision(int number, DesiredState state, Ticket ticket) {
        return new Revision(number, state, ticket.id().value(), ticket.number().toString(), "policy:small", MADE_AT);
    }

    /** Four hours a week, the first of which this time is in. */
    public static MaintenanceWindow windowAt(Instant time) {
        var opens = time.truncatedTo(ChronoUnit.HOURS).atZone(ZoneOffset.UTC);
        return new MaintenanceWindow(opens.getDayOfWeek(), opens.toLocalTime(), Duration.ofHours(4), ZoneId.of("UTC"));
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

    /** The same, of nodes that use this much memory; {@code null} for nodes of which it is not known. */
    public static Observation using(Observation seen, @Nullable Long bytes) {
        var nodes = seen.nodes().stream()
                .map(node -> new NodeObservation(
                        node.index(),
                        node.state(),
                        node.role(),
                        node.address(),
                        node.linked(),
                        node.sentinelAddress(),
                        node.sentinelState(),
                        bytes))
                .toList();
        return new Observation(seen.revision(), seen.conditions(), nodes, seen.endpoints());
    }

    public static Condition condition(Condition.Type type, Condition.Status status) {
        return new Condition(type, status, "AsSeen", "Looked at it.", MADE_AT);
    }

    private static NodeObservation node(int index, Role role, @Nullable Boolean linked) {
        return new NodeObservation(
                index,
                State.RUNNING,
                role,
                "127.0.0.1:" + (6379 + index),
                linked,
                "127.0.0.1:26379",
                State.RUNNING,
                USED);
    }
}
