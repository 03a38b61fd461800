package io.keydesk.service.desk;

import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketQuery;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which of the tickets of one cluster comes first. They are worked on one after the other. */
record Precedence(Tickets tickets) {

    private static final List<String> APPROVED = List.of("approved", "scheduled", "in-progress");
    private static final List<String> OPEN = List.of("awaiting-approval", "approved", "scheduled", "in-progress");

    /** More than anybody has under way on one cluster; the oldest beyond them are not told. */
    private static final int MOST = 50;

    /** The ticket for whose end this one waits once it is due: one that is worked on, or was due before. */
    Optional<TicketInTheWay> first(Ticket ticket, Instant at) {
        return working(ticket).or(() -> dueBefore(ticket, at));
    }

    /** Another ticket that is worked on. */
    Optional<TicketInTheWay> working(Ticket ticket) {
        return tickets.working(ticket.clusterId())
                .filter(other -> !other.id().equals(ticket.id()))
                .map(other -> inTheWay(
                        other,
                        "Ticket %s is working on the cluster: wait for it, or cancel it.".formatted(other.number())));
    }

    /** Another ticket that is due before this one, and waits itself. */
    Optional<TicketInTheWay> dueBefore(Ticket ticket, Instant at) {
        return tickets.scheduled(ticket.clusterId())
                .filter(other ->
                        !other.id().equals(ticket.id()) && later(other, at).isEmpty())
                .map(other -> inTheWay(
                        other,
                        "Ticket %s is due before it: wait for it, move it, or cancel it.".formatted(other.number())));
    }

    /** Another ticket behind which this can never be carried out: to wait for it makes no sense. */
    Optional<TicketInTheWay> contradiction(Asked asked, ClusterId cluster, Instant at) {
        return others(cluster, APPROVED, asked.ticket()).stream()
                .filter(other -> contradict(other.request(), later(other, at).isEmpty(), asked))
                .findFirst()
                .map(other -> inTheWay(
                        other,
                        "Ticket %s (%s) %s, and after that this cannot be done any more: see what becomes of it, or cancel it."
                                .formatted(
                                        other.number(),
                                        other.request().summary(),
                                        later(other, at)
                                                .map(due -> "is due at " + due)
                                                .orElse("comes first"))));
    }

    /** @param isBefore whether the one begins before the other, and not at some later time */
    static boolean contradict(TicketRequest one, boolean isBefore, Asked other) {
        boolean isNext = isBefore && other.when() instanceof When.Now;
        return switch (one) {
            case DeleteCluster _ -> isBefore || other.request() instanceof DeleteCluster;
            case RotateCredentials _ -> isNext && other.request() instanceof RotateCredentials;
            case PowerOff _ -> isNext && !other.request().suitsPoweredOff();
            case PowerOn _ -> isNext && other.request() instanceof PowerOn;
            case OrderCluster _,
                    ChangeSettings _,
                    ChangePlan _,
                    ChangeAccess _,
                    UpgradeVersion _,
                    RollBack _,
                    FailOver _ -> false;
        };
    }

    /** What people who decide should know of the other tickets of the cluster, one sentence each, the oldest ticket first. */
    List<String> warnings(Cluster cluster, TicketNumber self, Instant at) {
        return others(cluster.id(), OPEN, self).reversed().stream()
                .filter(other -> !(other.state() instanceof AwaitingApproval) || isOlder(other, self))
                .map(other -> "Ticket %s (%s) %s"
                        .formatted(other.number(), other.request().summary(), relation(other, at)))
                .toList();
    }

    private static String relation(Ticket other, Instant at) {
        return switch (other.state()) {
            case AwaitingApproval _ ->
                "has waited for approval for longer%s. If it is approved first, this one is previewed anew against what that one makes of the cluster."
                        .formatted(
                                switch (other.when()) {
                                    case When.Now _ -> "";
                                    case When.At(var time) -> ", to be carried out at " + time;
                                    case When.Window _ -> ", to be carried out in the maintenance window";
                                });
            case Scheduled _ ->
                later(other, at)
                        .map(
                                "is due at %s. What is due first is carried out first, and the other waits for its end."
                                        ::formatted)
                        .orElse("is due, and waits for its turn: this one comes after it, by itself.");
            case Approved _, InProgress _ ->
                "is working on the cluster: this one begins by itself once that has ended, and is previewed against what that one makes of it.";
            case Fulfilled _, Failed _, Rejected _, Cancelled _, Expired _ -> "has ended.";
        };
    }

    private List<Ticket> others(ClusterId cluster, List<String> states, TicketNumber self) {
        return tickets.list(new TicketQuery(Optional.empty(), states, null, cluster, null, MOST)).stream()
                .filter(other -> !other.number().equals(self))
                .toList();
    }

    private static boolean isOlder(Ticket other, TicketNumber self) {
        return self.equals(TicketNumber.NONE) || other.number().value() < self.value();
    }

    /** When it is due; nothing if it is already, or is worked on. */
    private static Optional<Instant> later(Ticket ticket, Instant at) {
        return ticket.state() instanceof Scheduled scheduled
                ? Optional.of(scheduled.dueAt()).filter(due -> due.isAfter(at))
                : Optional.empty();
    }

    private static TicketInTheWay inTheWay(Ticket other, String detail) {
        return new TicketInTheWay(other.number().toString(), detail);
    }
}
