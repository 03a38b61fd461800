package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
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
    private final Once once;

    public Scheduling(DeskPorts ports) {
        this.ports = ports;
        this.deciding = new Deciding(ports);
        this.drafting = new Drafting(ports);
        this.timing = new Timing(ports.clusters(), ports.grace());
        this.once = new Once(ports);
    }

    /** Puts a ticket off, or forward. What was approved of it stays approved. */
    public Answer<Ticket> move(Caller caller, String ref, When when, Remark remark) {
        return act(caller, ref, remark, "move", (ticket, at) -> switch (ticket.state()) {
            case AwaitingApproval waiting ->
                chosen(ticket, when, at).map(_ -> moved(ticket.rescheduled(when, waiting, at), caller, remark));
            case Scheduled scheduled ->
                chosen(ticket, when, at).then(_ -> moved(caller, ticket, scheduled, when, remark, at));
            case Approved _, InProgress _, Fulfilled _, Failed _, Rejected _, Cancelled _, Expired _ ->
                Deciding.wrongState(ticket, "moved");
        });
    }

    private Answer<When> chosen(Ticket ticket, When when, Instant at) {
        return Timing.refusal(when, ports.clusters().lock(ticket.clusterId()), at)
                .map(Answer::<When>refused)
                .orElseGet(() -> Answer.of(when));
    }

    private Answer<Ticket> moved(
            Caller caller, Ticket ticket, Scheduled scheduled, When when, Remark remark, Instant at) {
        return timing.dueAt(ticket.rescheduled(when, scheduled, at), at)
                .then(dueAt -> dueAt.isAfter(at)
                        ? Answer.of(moved(ticket.rescheduled(when, scheduled.move(dueAt), at), caller, remark))
                        : started(ticket.rescheduled(when, scheduled.due(), at), scheduled, caller, remark));
    }

    private Ticket moved(Ticket next, Caller caller, Remark remark) {
        ports.tickets().update(next);
        var message = switch (next.when()) {
            case When.Now _ -> "To be carried out at once";
            case When.At(var time) -> "Moved to " + time;
            case When.Window _ -> "Moved to the maintenance window";
        };
        ports.timeline().add(Event.on(next, "ticket-moved", caller.name(), because(message, remark), next.updatedAt()));
        if (next.state() instanceof Scheduled scheduled) {
            ports.schedule().due(next.id(), scheduled.dueAt());
        }
        return next;
    }

    /** Carries a ticket out before its time. */
    public Answer<Ticket> start(Caller caller, String ref, Remark remark) {
        return act(caller, ref, remark, "start", (ticket, at) -> switch (ticket.state()) {
            case Scheduled scheduled -> started(ticket.in(scheduled.due(), at), scheduled, caller, remark);
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

    private Answer<Ticket> started(Ticket next, Scheduled before, Caller caller, Remark remark) {
        return drafting.broken(next, ports.clusters().lock(next.clusterId()))
                .map(Answer::<Ticket>refused)
                .orElseGet(() -> due(next, before, caller.name(), because("Started before its time", remark)));
    }

    private Answer<Ticket> act(
            Caller caller, String ref, Remark remark, String verb, BiFunction<Ticket, Instant, Answer<Ticket>> action) {
        return deciding.act(
                caller,
                ref,
                remark,
                ticket -> caller.mayFileFor(ticket.tenant())
                        ? action.apply(ticket, Times.now(ports.clock()))
                        : Answer.refused(new Forbidden("Only requesters of tenant %s and admins %s its tickets."
                                .formatted(ticket.tenant(), verb))));
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
        boolean waits = once.twice(
                () -> ports.tickets().lock(id).filter(this::waitsAfterALook).isPresent());
        if (!waits) {
            CrashPoint.TICKET_DUE.reached();
        }
        return waits;
    }

    /** Whether the ticket, which is held, still is to be carried out at a time. */
    private boolean waitsAfterALook(Ticket ticket) {
        if (!(ticket.state() instanceof Scheduled scheduled)) {
            return false;
        }
        var at = Times.now(ports.clock());
        var cluster = ports.clusters().lock(ticket.clusterId());
        var dueAt = dueAt(ticket, scheduled, cluster, at);
        if (dueAt.isAfter(at)) {
            later(ticket, scheduled, dueAt, at);
            return true;
        }
        var answer = drafting.broken(ticket, cluster)
                .or(() -> before(ticket, at))
                .map(Answer::<Ticket>refused)
                .orElseGet(() -> due(ticket.in(scheduled.due(), at), scheduled, Event.KEYDESK, "Its time has come."));
        return switch (answer) {
            case Given<Ticket> _ -> false;
            case Refused<Ticket>(TicketInTheWay other) -> {
                waitFor(ticket, scheduled, other.detail(), at);
                yield true;
            }
            case Refused<Ticket>(var refusal) -> {
                fail(ticket, scheduled, refusal, at);
                yield false;
            }
        };
    }

    /** A window may have been set anew, or be over because keydesk, or another ticket, took too long. */
    private static Instant dueAt(Ticket ticket, Scheduled scheduled, Optional<Cluster> cluster, Instant at) {
        return switch (ticket.when()) {
            case When.Now _, When.At _ -> scheduled.dueAt();
            case When.Window _ ->
                cluster.flatMap(existing -> Optional.ofNullable(existing.maintenanceWindow()))
                        .map(window -> window.openOrNext(at))
                        .orElse(scheduled.dueAt());
        };
    }

    private void later(Ticket ticket, Scheduled scheduled, Instant dueAt, Instant at) {
        if (!dueAt.equals(scheduled.dueAt())) {
            var next = ticket.in(scheduled.move(dueAt), at);
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

    /** Tickets of one cluster come one after the other, as they are due. */
    private Optional<Refusal> before(Ticket ticket, Instant at) {
        return ports.tickets()
                .scheduled(ticket.clusterId())
                .filter(first -> !first.id().equals(ticket.id()))
                .filter(first -> first.state() instanceof Scheduled other
                        && !other.dueAt().isAfter(at))
                .map(first -> new TicketInTheWay(
                        first.number().toString(),
                        "Ticket %s is due before it: wait for it, move it, or cancel it.".formatted(first.number())));
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
