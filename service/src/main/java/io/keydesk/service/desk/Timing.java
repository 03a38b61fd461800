package io.keydesk.service.desk;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.When;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds out when tickets are due. */
record Timing(Clusters clusters, DeletionGrace grace) {

    /** What is wrong with a choice that somebody makes now; nothing if it will come. */
    static Optional<Refusal> refusal(When when, Optional<Cluster> cluster, Instant now) {
        return switch (when) {
            case When.Now _ -> Optional.empty();
            case When.At(var time) ->
                time.isAfter(now) && !time.isAfter(now.plus(When.FURTHEST))
                        ? Optional.empty()
                        : Optional.of(Invalid.of(
                                "when.at",
                                "at must be in the future and at most %d days ahead; it is %s now"
                                        .formatted(When.FURTHEST.toDays(), now)));
            case When.Window _ -> cluster.isEmpty() ? Optional.of(noCluster()) : noWindow(cluster.get());
        };
    }

    private static Refusal noCluster() {
        return Invalid.of(
                "when.maintenanceWindow",
                "a cluster that is yet to be made has no maintenance window: name a time in at, or leave when out");
    }

    private static Optional<Refusal> noWindow(Cluster cluster) {
        return cluster.maintenanceWindow() != null
                ? Optional.empty()
                : Optional.of(Invalid.of(
                        "when.maintenanceWindow",
                        "cluster %s has no maintenance window: set one with PUT /v1/clusters/%s/maintenance-window, or name a time in at"
                                .formatted(cluster.name(), cluster.id())));
    }

    /** What was never ready holds nothing that anybody could miss. */
    private Duration grace(Ticket ticket) {
        return ticket.request() instanceof DeleteCluster
                ? clusters.find(ticket.clusterId())
                        .filter(cluster -> cluster.readyAt() != null)
                        .map(cluster -> grace.of(cluster.environment()))
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    /** When a ticket that is approved now is due: at once, unless that is later. Holds the cluster whose window it needs. */
    Answer<Instant> dueAt(Ticket ticket, Instant now) {
        return switch (ticket.when()) {
            case When.Now _ -> Answer.of(now.plus(grace(ticket)));
            case When.At(var time) ->
                time.isAfter(now)
                        ? Answer.of(time)
                        : Answer.refused(new WrongState(
                                "Ticket %s was to be carried out at %s, which has passed: its requester moves it to another time, or cancels it."
                                        .formatted(ticket.number(), time)));
            case When.Window _ ->
                clusters.lock(ticket.clusterId())
                        .flatMap(cluster -> Optional.ofNullable(cluster.maintenanceWindow()))
                        .map(window -> Answer.of(window.openOrNext(now)))
                        .orElseGet(() -> Answer.refused(new WrongState(
                                "The cluster of ticket %s no longer has the maintenance window that it waits for: its requester sets one, or moves the ticket to a time."
                                        .formatted(ticket.number()))));
        };
    }
}
