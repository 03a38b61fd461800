package io.keydesk.api.cluster;

import io.keydesk.api.http.Bodies;
import io.keydesk.openapi.body.AccessLabel;
import io.keydesk.openapi.body.Cluster;
import io.keydesk.openapi.body.ClusterLinks;
import io.keydesk.openapi.body.ClusterPhase;
import io.keydesk.openapi.body.Condition;
import io.keydesk.openapi.body.ConditionStatus;
import io.keydesk.openapi.body.LinkState;
import io.keydesk.openapi.body.MaintenanceWindow;
import io.keydesk.openapi.body.Node;
import io.keydesk.openapi.body.NodeRole;
import io.keydesk.openapi.body.PendingChange;
import io.keydesk.openapi.body.PendingTicket;
import io.keydesk.openapi.body.Power;
import io.keydesk.openapi.body.ProcessState;
import io.keydesk.openapi.body.RequestKind;
import io.keydesk.openapi.body.Revision;
import io.keydesk.openapi.body.TicketState;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.desk.ClusterReading;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.Scheduled;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Clusters as callers get them. */
@Component
class ClusterBodies {

    private final ClusterReading reading;
    private final Catalogue catalogue;

    ClusterBodies(ClusterReading reading, Catalogue catalogue) {
        this.reading = reading;
        this.catalogue = catalogue;
    }

    Cluster body(io.keydesk.service.cluster.Cluster cluster) {
        return bodies(List.of(cluster)).getFirst();
    }

    /** All at once, so that two questions find the tickets of a whole page. */
    List<Cluster> bodies(List<io.keydesk.service.cluster.Cluster> clusters) {
        var pending = reading.pending(clusters);
        var scheduled = reading.scheduled(clusters);
        return clusters.stream()
                .map(cluster -> body(cluster, pending.get(cluster.id()), scheduled.get(cluster.id())))
                .toList();
    }

    private Cluster body(
            io.keydesk.service.cluster.Cluster cluster, @Nullable Ticket pending, @Nullable Ticket scheduled) {
        var self = "/v1/clusters/" + cluster.id();
        var state = cluster.desired().state();
        var observed = cluster.observed();
        return Cluster.builder()
                .id(cluster.id().value())
                .tenant(cluster.tenant().value())
                .name(cluster.name())
                .purpose(cluster.purpose().label())
                .environment(cluster.environment().label())
                .plan(state.plan())
                .region(cluster.region())
                .version(reading.version(cluster).orElse(null))
                .namespaces(state.namespaces())
                .settings(Bodies.settings(catalogue, state.settings()))
                .power(state.poweredOff() ? Power.OFF : Power.ON)
                .phase(ClusterPhase.fromValue(cluster.phase().label()))
                .conditions(observed.conditions().stream()
                        .map(ClusterBodies::condition)
                        .toList())
                .nodes(observed.nodes().stream().map(ClusterBodies::node).toList())
                .desiredRevision(cluster.desired().number())
                .appliedRevision(observed.revision() == 0 ? null : observed.revision())
                .lastDrill(observed.lastDrill() == null ? null : Bodies.drill(observed.lastDrill()))
                .lastRotation(observed.lastRotation() == null ? null : Bodies.rotation(observed.lastRotation()))
                .pendingTicket(pending == null ? null : pending(pending))
                .pendingChange(scheduled == null ? null : scheduled(scheduled))
                .maintenanceWindow(window(cluster))
                .deletionProtection(cluster.deletionProtection())
                .accessLabel(AccessLabel.builder()
                        .key(reading.accessLabel(cluster))
                        .value(Connection.ALLOW)
                        .build())
                .createdAt(Bodies.utc(cluster.createdAt()))
                .updatedAt(Bodies.utc(cluster.updatedAt()))
                .readyAt(cluster.readyAt() == null ? null : Bodies.utc(cluster.readyAt()))
                .links(ClusterLinks.builder()
                        .self(self)
                        .connection(self + "/connection")
                        .credentials(self + "/credentials")
                        .revisions(self + "/revisions")
                        .events(self + "/events")
                        .build())
                .build();
    }

    Revision body(io.keydesk.service.cluster.Revision revision) {
        return Revision.builder()
                .number(revision.number())
                .ticketId(revision.ticket())
                .ticketNumber(revision.ticketNumber())
                .by(revision.by())
                .at(Bodies.utc(revision.at()))
                .plan(revision.state().plan())
                .version(revision.state().version())
                .namespaces(revision.state().namespaces())
                .settings(Bodies.settings(catalogue, revision.state().settings()))
                .deleted(revision.state().deleted())
                .power(revision.state().poweredOff() ? Power.OFF : Power.ON)
                .credentialsGeneration(revision.state().generation())
                .build();
    }

    private static Condition condition(io.keydesk.service.cluster.Condition condition) {
        return Condition.builder()
                .type(condition.type().label())
                .status(ConditionStatus.fromValue(lower(condition.status())))
                .reason(condition.reason())
                .message(condition.message())
                .since(Bodies.utc(condition.since()))
                .build();
    }

    private static Node node(NodeObservation node) {
        return Node.builder()
                .index(node.index())
                .role(node.role() == null ? NodeRole.UNKNOWN : NodeRole.fromValue(lower(node.role())))
                .address(node.address())
                .state(ProcessState.fromValue(lower(node.state())))
                .link(link(node.linked()))
                .usedMemoryBytes(node.usedMemoryBytes())
                .version(node.version())
                .sentinelAddress(node.sentinelAddress())
                .sentinelState(ProcessState.fromValue(lower(node.sentinelState())))
                .build();
    }

    private static @Nullable LinkState link(@Nullable Boolean linked) {
        if (linked == null) {
            return null;
        }
        return linked ? LinkState.UP : LinkState.DOWN;
    }

    private static PendingTicket pending(Ticket ticket) {
        return PendingTicket.builder()
                .id(ticket.id().value())
                .number(ticket.number().toString())
                .kind(RequestKind.fromValue(ticket.request().kind()))
                .state(TicketState.fromValue(ticket.state().label()))
                .build();
    }

    private static @Nullable PendingChange scheduled(Ticket ticket) {
        return ticket.state() instanceof Scheduled scheduled
                ? PendingChange.builder()
                        .ticket(ticket.id().value())
                        .number(ticket.number().toString())
                        .kind(RequestKind.fromValue(ticket.request().kind()))
                        .summary(ticket.request().summary())
                        .dueAt(Bodies.utc(scheduled.dueAt()))
                        .build()
                : null;
    }

    private @Nullable MaintenanceWindow window(io.keydesk.service.cluster.Cluster cluster) {
        var window = cluster.maintenanceWindow();
        return window == null
                ? null
                : MaintenanceWindow.builder()
                        .weekday(window.weekdayLabel())
                        .start(window.start().toString())
                        .length(window.length().toString())
                        .timeZone(window.timeZone().getId())
                        .nextStart(Bodies.utc(reading.nextWindow(window)))
                        .build();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
