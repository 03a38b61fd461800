package io.keydesk.service.desk;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.When;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds out when tickets are due: when they were to be, and never within the grace time of a deletion. */
record Timing(DeletionGrace grace) {

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

    /** How long a cluster goes on after this was approved. What was never ready holds nothing that anybody could miss. */
    Duration grace(TicketRequest request, Optional<Cluster> cluster) {
        return request instanceof DeleteCluster
                ? cluster.filter(existing -> existing.readyAt() != null)
                        .map(existing -> grace.of(existing.environment()))
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    /** When a ticket that was approved then is due: from now on, or later. */
    Answer<Instant> dueAt(Ticket ticket, Optional<Cluster> cluster, Instant approvedAt, Instant now) {
        if (ticket.when() instanceof When.At(var time) && !time.isAfter(now)) {
            return Answer.refused(new WrongState(
                    "Ticket %s was to be carried out at %s, which has passed: its requester moves it to another time, or cancels it."
                            .formatted(ticket.number(), time)));
        }
        var graceEnd = approvedAt.plus(grace(ticket.request(), cluster));
        return first(ticket.when(), cluster, latest(now, graceEnd))
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(new WrongState(
                        "The cluster of ticket %s no longer has the maintenance window that it waits for: its requester sets one, or moves the ticket to a time."
                                .formatted(ticket.number()))));
    }

    /** When this would be due if it were approved now; nothing if that is at once, or cannot be told. */
    Optional<Instant> later(Asked asked, Optional<Cluster> cluster, Instant now) {
        return first(asked.when(), cluster, now.plus(grace(asked.request(), cluster)))
                .filter(dueAt -> dueAt.isAfter(now));
    }

    /** The first moment from the earliest one on that was chosen; nothing for the window of a cluster that has none. */
    static Optional<Instant> first(When when, Optional<Cluster> cluster, Instant earliest) {
        return switch (when) {
            case When.Now _ -> Optional.of(earliest);
            case When.At(var time) -> Optional.of(latest(time, earliest));
            case When.Window _ ->
                cluster.flatMap(existing -> Optional.ofNullable(existing.maintenanceWindow()))
                        .map(window -> latest(window.openOrNext(earliest), earliest));
        };
    }

    static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
