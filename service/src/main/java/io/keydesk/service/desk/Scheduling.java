package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.crash.CrashPoint;
import io.keydesk.service.desk.Deciding.Remark;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.TicketWork;
import io.keydesk.service.work.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** Moves tickets that are not due yet, and carries them out once they are: what they do is found out then. */
public final class Scheduling implements TicketWork {

    /** How long a ticket that is due waits for what is in its way, before it looks again. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final DeskPorts ports;
    private final Deciding deciding;
    private final Drafting drafting;
    private final Timing timing;
    private final Precedence precedence;
    private final Staleness staleness;
    private final Once once;

    public Scheduling(DeskPorts ports) {
        this.ports = ports;
        this.deciding = new Deciding(ports);
        this.drafting = new Drafting(ports);
        this.timing = new Timing(ports.grace());
        this.precedence = new Precedence(ports.tickets());
        this.staleness = new Staleness(ports);
        this.once = new Once(ports);
    }

    /** Puts a ticket off, or forward, but not into the grace time of a deletion. What was approved of it stays approved. */
    public Answer<Ticket> move(Caller caller, String ref, When when, Remark remark) {
        return act(caller, ref, remark, "move", (ticket, at) -> {
            var move = new Move(caller, when, remark, ports.clusters().lock(ticket.clusterId()), at);
            return switch (ticket.state()) {
                case AwaitingApproval waiting -> possible(ticket, move).map(_ -> moved(ticket, waiting, move));
                case Scheduled scheduled -> possible(ticket, move).then(_ -> moved(ticket, scheduled, move));
                case Approved _, InProgress _, Fulfilled _, Failed _, Rejected _, Cancelled _, Expired _ ->
                    Deciding.wrongState(ticket, "moved");
            };
        });
    }

    /**
     * To another time.
     *
     * @param cluster of the ticket, held
     */
    private record Move(Caller caller, When when, Remark remark, Optional<Cluster> cluster, Instant at) {}

    private static Answer<Move> possible(Ticket ticket, Move move) {
        return Forcing.protects(ticket, move.caller(), "move")
                .<Refusal>map(refusal -> refusal)
                .or(() -> Timing.refusal(move.when(), move.cluster(), move.at()))
                .map(Answer::<Move>refused)
                .orElseGet(() -> Answer.of(move));
    }

    private Ticket moved(Ticket ticket, AwaitingApproval waiting, Move move) {
        var asked = new Asked(ticket.request(), move.when(), ticket.number());
        var dueAt = timing.later(asked, move.cluster(), move.at()).orElse(null);
        return moved(ticket.rescheduled(move.when(), dueAt, waiting, move.at()), move.caller(), move.remark());
    }

    private Answer<Ticket> moved(Ticket ticket, Scheduled scheduled, Move move) {
        var at = move.at();
        var asked = ticket.rescheduled(move.when(), null, scheduled, at);
        return timing.dueAt(asked, move.cluster(), scheduled.approvedAt(), at)
                .then(dueAt -> dueAt.isAfter(at)
                        ? Answer.of(moved(
                                ticket.rescheduled(move.when(), dueAt, scheduled.move(dueAt), at),
                                move.caller(),
                                move.remark()))
                        : started(
                                ticket.rescheduled(move.when(), null, scheduled.due(), at),
                                scheduled,
                                move.caller(),
                                move.remark()));
    }

    private Ticket moved(Ticket next, Caller caller, Remark remark) {
        ports.tickets().update(next);
        var message = switch (next.when()) {
            case When.Now _ -> "To be carried out at once";
            case When.At(var time) -> "Moved to " + time;
            case When.Window _ -> "Moved to the maintenance window";
        };
        ports.timeline()
                .add(Event.on(
                        next,
                        "ticket-moved",
                        caller.name(),
                        because(message + delayed(next), remark),
                        next.updatedAt()));
        if (next.state() instanceof Scheduled scheduled) {
            ports.schedule().due(next.id(), scheduled.dueAt());
        }
        return next;
    }

    /** For a deletion that was moved into its grace time. */
    private static String delayed(Ticket next) {
        return next.when() instanceof When.At(var time)
                        && next.state() instanceof Scheduled scheduled
                        && scheduled.dueAt().isAfter(time)
                ? ", and due at %s, when the grace time of the deletion ends".formatted(scheduled.dueAt())
                : "";
    }

    /** Carries a ticket out before its time. The grace time of a deletion is for admins alone to end. */
    public Answer<Ticket> start(Caller caller, String ref, Remark remark) {
        return act(caller, ref, remark, "start", (ticket, at) -> switch (ticket.state()) {
            case Scheduled scheduled ->
                inGrace(ticket, scheduled, at)
                        .filter(_ -> !caller.isAdmin())
                        .map(Answer::<Ticket>refused)
                        .orElseGet(() -> started(ticket.in(scheduled.due(), at), scheduled, caller, remark));
            case AwaitingApproval _,
                    Approved _,
                    InProgress _,
                    Fulfilled _,
                    Failed _,
                    Rejected _,
                    Cancelled _,
                    Expired _ -> Deciding.wrongState(ticket, "started before its time");
        });
    }

    private Optional<Refusal> inGrace(Ticket ticket, Scheduled scheduled, Instant at) {
        var end = graceEnd(ticket, scheduled, ports.clusters().lock(ticket.clusterId()));
        return end.isAfter(at)
                ? Optional.of(new Forbidden(
                        "The cluster goes on until %s, so that its deletion can be taken back: wait for that, or ask an admin to start ticket %s before."
                                .formatted(end, ticket.number())))
                : Optional.empty();
    }

    private Instant graceEnd(Ticket ticket, Scheduled scheduled, Optional<Cluster> cluster) {
        return scheduled.approvedAt().plus(timing.grace(ticket.request(), cluster));
    }

    private Answer<Ticket> started(Ticket next, Scheduled before, Caller caller, Remark remark) {
        return drafting.broken(next, ports.clusters().lock(next.clusterId()))
                .or(() -> changed(next, before))
                .map(Answer::<Ticket>refused)
                .orElseGet(() -> due(next, before, caller.name(), because("Started before its time", remark)));
    }

    private Answer<Ticket> act(
            Caller caller, String ref, Remark remark, String verb, BiFunction<Ticket, Instant, Answer<Ticket>> action) {
        var done = deciding.act(
                caller,
                ref,
                remark,
                ticket -> caller.mayFileFor(ticket.tenant())
                        ? action.apply(ticket, Times.now(ports.clock()))
                        : Answer.refused(new Forbidden("Only requesters of tenant %s and admins %s its tickets."
                                .formatted(ticket.tenant(), verb))));
        if (done instanceof Refused<Ticket>(PreviewStale stale)) {
            staleness.refresh(caller, ref, stale);
        }
        return done;
    }

    private static String because(String message, Remark remark) {
        return message + remark.comment().map(text -> ": " + text).orElse(".");
    }

    /** Writes what has to be done, as it is now. Refused, and nothing written, if something is in the way. */
    private Answer<Ticket> due(Ticket next, Scheduled before, String actor, String message) {
        return deciding.carriedOut(
                next,
                Event.on(next, "ticket-due", actor, message, next.updatedAt())
                        .changing(before.label(), next.state().label()));
    }

    @Override
    public boolean carryOut(TicketId id) {
        var found = once.twice(() -> ports.tickets().lock(id).map(this::look).orElse(new Found.Over()));
        boolean over = switch (found) {
            case Found.Over _ -> true;
            case Found.Waiting _ -> false;
            case Found.Changed(var ticket, var how) -> staleness.askAgain(ticket, how);
        };
        if (over) {
            CrashPoint.TICKET_DUE.reached();
        }
        return !over;
    }

    /** What a look at a ticket has come to. */
    private sealed interface Found {

        /** It no longer is to be carried out at a time. */
        record Over() implements Found {}

        record Waiting() implements Found {}

        /** It would do something else than people have approved, and nothing is written yet. */
        record Changed(Ticket ticket, PreviewStale how) implements Found {}
    }

    /** @param ticket held */
    private Found look(Ticket ticket) {
        if (!(ticket.state() instanceof Scheduled scheduled)) {
            return new Found.Over();
        }
        var at = Times.now(ports.clock());
        var cluster = ports.clusters().lock(ticket.clusterId());
        var dueAt = dueAt(ticket, scheduled, cluster, at);
        if (dueAt.isAfter(at)) {
            later(ticket, scheduled, dueAt, at);
            return new Found.Waiting();
        }
        var answer = drafting.broken(ticket, cluster)
                .or(() -> precedence.first(ticket, at))
                .or(() -> changed(ticket, scheduled))
                .map(Answer::<Ticket>refused)
                .orElseGet(() -> due(
                        ticket.in(scheduled.due(), at),
                        scheduled,
                        Event.KEYDESK,
                        scheduled.ifChanged() == null ? "Its time has come." : "Its turn has come."));
        return switch (answer) {
            case Given<Ticket> _ -> new Found.Over();
            case Refused<Ticket>(TicketInTheWay other) -> {
                waitFor(ticket, scheduled, other.detail(), at);
                yield new Found.Waiting();
            }
            case Refused<Ticket>(PreviewStale how) -> new Found.Changed(ticket, how);
            case Refused<Ticket>(var refusal) -> {
                fail(ticket, scheduled, refusal, at);
                yield new Found.Over();
            }
        };
    }

    /** That a ticket whose turn has come would do something else than people have approved. */
    private Optional<Refusal> changed(Ticket ticket, Scheduled scheduled) {
        return scheduled.ifChanged() == null ? Optional.empty() : staleness.ofEffect(ticket);
    }

    /** A window may have been set anew, or be over because keydesk, or another ticket, took too long. */
    private Instant dueAt(Ticket ticket, Scheduled scheduled, Optional<Cluster> cluster, Instant at) {
        return switch (ticket.when()) {
            case When.Now _, When.At _ -> scheduled.dueAt();
            case When.Window _ ->
                Timing.first(ticket.when(), cluster, Timing.latest(at, graceEnd(ticket, scheduled, cluster)))
                        .orElse(scheduled.dueAt());
        };
    }

    private void later(Ticket ticket, Scheduled scheduled, Instant dueAt, Instant at) {
        if (!dueAt.equals(scheduled.dueAt())) {
            var next = ticket.rescheduled(ticket.when(), dueAt, scheduled.move(dueAt), at);
            ports.tickets().update(next);
            ports.timeline()
                    .add(Event.on(
                            next,
                            "ticket-moved",
                            Event.KEYDESK,
                            "Moved to %s, the next maintenance window.".formatted(dueAt),
                            at));
        }
        ports.schedule().due(ticket.id(), dueAt);
    }

    private void waitFor(Ticket ticket, Scheduled scheduled, String what, Instant at) {
        if (!what.equals(scheduled.waitsFor())) {
            var next = ticket.in(scheduled.waitFor(what), at);
            ports.tickets().update(next);
            ports.timeline().add(Event.on(next, "ticket-waits", Event.KEYDESK, "It is due, and waits. " + what, at));
        }
        ports.schedule().due(ticket.id(), at.plus(PAUSE));
    }

    private void fail(Ticket ticket, Scheduled scheduled, Refusal why, Instant at) {
        var reason =
                "It could not begin when it was due. %s Nothing was changed. File another ticket, or let an admin retry this one once that is put right."
                        .formatted(why.detail());
        var failed = ticket.in(scheduled.fail(reason, at), at);
        ports.tickets().update(failed);
        ports.timeline()
                .add(Event.on(failed, "ticket-failed", Event.KEYDESK, reason, at)
                        .changing(scheduled.label(), failed.state().label()));
    }
}
