package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketQuery;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Setting the maintenance windows of clusters. Nothing of the cluster changes with them, so nobody has to approve. */
public final class Maintaining {

    /** More tickets of one cluster than anybody puts off; those beyond notice the other window when they are due. */
    private static final int MOST = 200;

    private final DeskPorts ports;
    private final ClusterChanging changing;

    public Maintaining(DeskPorts ports) {
        this.ports = ports;
        this.changing = new ClusterChanging(ports);
    }

    /**
     * Gives a cluster this window; tickets that wait for its window are due in the new one. For admins alone while one of those
     * is forced. Repeatable.
     */
    public Answer<Cluster> maintain(Caller caller, String id, MaintenanceWindow window, OptionalLong ifVersion) {
        return changing.change(
                caller,
                id,
                ifVersion,
                "the window",
                cluster -> waiting(cluster).stream()
                        .filter(_ -> !window.equals(cluster.maintenanceWindow()))
                        .flatMap(ticket -> Forcing.protects(ticket, caller, "move").stream())
                        .findFirst()
                        .map(Answer::<Cluster>refused)
                        .orElseGet(() -> Answer.of(stored(caller, cluster, window))));
    }

    /** Takes a cluster's window away, unless a ticket waits for it. Repeatable. */
    public Answer<Cluster> stopMaintaining(Caller caller, String id, OptionalLong ifVersion) {
        return changing.change(
                caller,
                id,
                ifVersion,
                "the window",
                cluster -> waiting(cluster).stream()
                        .findFirst()
                        .map(ticket -> Answer.<Cluster>refused(new TicketInTheWay(
                                ticket.number().toString(),
                                "Ticket %s waits for the maintenance window of cluster %s: move it to a time, start it or cancel it first."
                                        .formatted(ticket.number(), cluster.name()))))
                        .orElseGet(() -> Answer.of(stored(caller, cluster, null))));
    }

    private Cluster stored(Caller caller, Cluster cluster, @Nullable MaintenanceWindow window) {
        if (Objects.equals(window, cluster.maintenanceWindow())) {
            return cluster;
        }
        var at = Times.now(ports.clock());
        var next = cluster.maintainedIn(window, at);
        ports.clusters().update(next);
        ports.timeline()
                .add(
                        window == null
                                ? Event.on(
                                        next,
                                        "maintenance-window-removed",
                                        caller.name(),
                                        "There is no maintenance window any more.",
                                        at)
                                : Event.on(
                                        next,
                                        "maintenance-window-set",
                                        caller.name(),
                                        "Maintenance begins on %s.".formatted(window),
                                        at));
        waiting(next).forEach(ticket -> ports.schedule().due(ticket.id(), at));
        return next;
    }

    private List<Ticket> waiting(Cluster cluster) {
        return ports
                .tickets()
                .list(new TicketQuery(Optional.empty(), List.of("scheduled"), null, cluster.id(), null, MOST))
                .stream()
                .filter(ticket -> ticket.when() instanceof When.Window)
                .toList();
    }
}
