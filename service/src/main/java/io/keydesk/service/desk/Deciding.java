package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.crash.CrashPoint;
import io.keydesk.service.reconcile.TakingBack;
import io.keydesk.service.ticket.Decision;
import io.keydesk.service.ticket.Decision.Verdict;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState;
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
import io.keydesk.service.timeline.PhaseChange;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Approving, rejecting, cancelling and retrying tickets. */
public final class Deciding {

    private final DeskPorts ports;
    private final Reading reading;
    private final Carrying carrying;
    private final Redrafting redrafting;
    private final Staleness staleness;
    private final TakingBack takingBack;
    private final Timing timing;
    private final Precedence precedence;
    private final Once once;

    public Deciding(DeskPorts ports) {
        this.ports = ports;
        this.reading = new Reading(ports);
        this.carrying = new Carrying(ports, new Drafting(ports));
        this.redrafting = new Redrafting(ports);
        this.staleness = new Staleness(ports);
        this.takingBack = new TakingBack(ports.clusters());
        this.timing = new Timing(ports.grace());
        this.precedence = new Precedence(ports.tickets());
        this.once = new Once(ports);
    }

    /**
     * What somebody says when acting on a ticket.
     *
     * @param ifVersion the version of the ticket that was looked at; nothing to act on whichever it is now
     */
    public record Remark(Optional<String> comment, OptionalLong ifVersion, Optional<IdempotencyKey> key) {}

    public Answer<Ticket> approve(Caller caller, String ref, Remark remark) {
        var decided = decide(
                caller,
                ref,
                remark,
                "approved",
                (ticket, waiting) ->
                        approvedAsSeen(ticket, waiting, decision(caller, ticket, Verdict.APPROVE, remark)));
        if (decided instanceof Refused<Ticket>(PreviewStale stale)) {
            staleness.refresh(caller, ref, stale);
        }
        CrashPoint.TICKET_APPROVED.reached();
        return decided;
    }

    /** Approves a ticket with another request in the place of what its requester asked for. */
    public Answer<Ticket> approveEdited(Caller caller, String ref, TicketRequest edited, Remark remark) {
        if (remark.comment().filter(text -> !text.isBlank()).isEmpty()) {
            return Answer.refused(Invalid.of("comment", "comment must say why the request is edited"));
        }
        var decided = reading.ticket(caller, ref)
                .then(ticket -> ticket.state() instanceof AwaitingApproval
                                && ports.policies().whyNot(caller, ticket).isEmpty()
                        ? redrafting
                                .draft(caller, ticket, edited)
                                .then(draft -> decide(
                                        caller,
                                        ref,
                                        remark,
                                        "approved",
                                        (held, waiting) -> approvedEdited(caller, held, waiting, draft, remark)))
                        : decide(caller, ref, remark, "approved", (held, _) -> wrongState(held, "approved")));
        CrashPoint.TICKET_APPROVED.reached();
        return decided;
    }

    private Answer<Ticket> approvedEdited(
            Caller caller, Ticket ticket, AwaitingApproval waiting, Draft draft, Remark remark) {
        return redrafting
                .replaced(ticket, draft, waiting::edit, ticket.externalReference())
                .then(edited -> {
                    var decision = decision(caller, edited, Verdict.APPROVE, remark);
                    return approvedAsSeen(edited, (AwaitingApproval) edited.state(), decision)
                            .map(next -> {
                                ports.timeline()
                                        .add(Event.on(
                                                next,
                                                "ticket-corrected",
                                                caller.name(),
                                                "Approved with an edit: "
                                                        + edited.request().summary() + ".",
                                                decision.at()));
                                return next;
                            });
                });
    }

    public Answer<Ticket> reject(Caller caller, String ref, Remark remark) {
        if (remark.comment().filter(text -> !text.isBlank()).isEmpty()) {
            return Answer.refused(Invalid.of("comment", "comment must say why the ticket is rejected"));
        }
        return decide(
                caller,
                ref,
                remark,
                "rejected",
                (ticket, waiting) ->
                        Answer.of(rejected(ticket, waiting, decision(caller, ticket, Verdict.REJECT, remark))));
    }

    /** Does something that only people do who decide, to a ticket that waits for them. */
    private Answer<Ticket> decide(
            Caller caller,
            String ref,
            Remark remark,
            String done,
            BiFunction<Ticket, AwaitingApproval, Answer<Ticket>> decision) {
        return act(caller, ref, remark, ticket -> {
            var whyNever = ports.policies().whyNever(caller, ticket.tenant());
            if (whyNever.isPresent()) {
                return Answer.refused(new Forbidden(whyNever.get()));
            }
            return switch (ticket.state()) {
                case AwaitingApproval waiting ->
                    ports.policies()
                            .whyNot(caller, ticket)
                            .map(why -> Answer.<Ticket>refused(new Forbidden(why)))
                            .orElseGet(() -> decision.apply(ticket, waiting));
                case Approved _, Scheduled _, InProgress _, Fulfilled _, Failed _, Rejected _, Cancelled _, Expired _ ->
                    wrongState(ticket, done);
            };
        });
    }

    private Decision decision(Caller caller, Ticket ticket, Verdict verdict, Remark remark) {
        return new Decision(
                caller.name(),
                verdict,
                remark.comment().orElse(null),
                Times.now(ports.clock()),
                ticket.preview().brief());
    }

    /** What is in the way comes first: what has changed by then is for whoever approves after it. */
    private Answer<Ticket> approvedAsSeen(Ticket ticket, AwaitingApproval waiting, Decision decision) {
        var at = decision.at();
        boolean isLast = waiting.approve(decision.by(), at) instanceof Approved;
        return (isLast ? obstacle(ticket, at) : Optional.<Refusal>empty())
                .or(() -> staleness.of(ticket))
                .map(Answer::<Ticket>refused)
                .orElseGet(() -> approved(ticket, waiting, decision));
    }

    private Ticket rejected(Ticket ticket, AwaitingApproval waiting, Decision decision) {
        var reason = Objects.requireNonNull(decision.comment());
        var next = ticket.decided(decision, waiting.reject(reason, decision.at()));
        return stored(ticket, next, "ticket-rejected", decision.by(), "Rejected: " + reason);
    }

    /** Takes a ticket back, with what has been made for it. */
    public Answer<Ticket> cancel(Caller caller, String ref, Remark remark) {
        var reason = remark.comment().orElse("Taken back by " + caller.name());
        var cancelled = act(caller, ref, remark, ticket -> {
            if (!caller.mayFileFor(ticket.tenant())) {
                return Answer.refused(new Forbidden(
                        "Only requesters of tenant %s and admins cancel its tickets.".formatted(ticket.tenant())));
            }
            var forced = Forcing.protects(ticket, caller, "cancel");
            if (forced.isPresent()) {
                return Answer.refused(forced.get());
            }
            var at = Times.now(ports.clock());
            return switch (ticket.state()) {
                case AwaitingApproval waiting -> Answer.of(cancelled(ticket, waiting.cancel(reason, at), caller, at));
                case Scheduled scheduled -> Answer.of(cancelled(ticket, scheduled.cancel(reason, at), caller, at));
                case Approved approved -> undone(ticket, approved.cancel(reason, at), caller, at);
                case InProgress working -> undone(ticket, working.cancel(reason, at), caller, at);
                case Fulfilled _, Failed _, Rejected _, Cancelled _, Expired _ -> wrongState(ticket, "cancelled");
            };
        });
        CrashPoint.ORDER_TAKEN_BACK.reached();
        return cancelled;
    }

    /** Goes on with a ticket that has failed. */
    public Answer<Ticket> retry(Caller caller, String ref, Remark remark) {
        return act(caller, ref, remark, ticket -> {
            if (!caller.isAdmin()) {
                return Answer.refused(new Forbidden("Only admins retry tickets."));
            }
            return switch (ticket.state()) {
                case Failed failed -> {
                    var at = Times.now(ports.clock());
                    var next = ticket.in(failed.retry(at), at);
                    var why = remark.comment().orElse("Retried.");
                    yield carriedOut(
                            next,
                            Event.on(next, "ticket-retried", caller.name(), why, at)
                                    .changing(failed.label(), next.state().label()));
                }
                case AwaitingApproval _,
                        Approved _,
                        Scheduled _,
                        InProgress _,
                        Fulfilled _,
                        Rejected _,
                        Cancelled _,
                        Expired _ -> wrongState(ticket, "retried");
            };
        });
    }

    /**
     * One approval of a ticket that waits, which nothing is in the way of; the last one that is needed carries it out, or lets
     * it wait for its time or its turn.
     */
    Answer<Ticket> approved(Ticket ticket, AwaitingApproval waiting, Decision decision) {
        var at = decision.at();
        var next = waiting.approve(decision.by(), at);
        if (!(next instanceof Approved approved)) {
            var more = (AwaitingApproval) next;
            return Answer.of(stored(
                    ticket,
                    ticket.decided(decision, more),
                    "ticket-approved",
                    decision.by(),
                    "Approved by %d of %d people who must."
                            .formatted(more.approvedBy().size(), more.needed())));
        }
        return dueAt(ticket, at).then(dueAt -> {
            if (dueAt.isAfter(at)) {
                return Answer.of(putOff(ticket, approved.schedule(dueAt), decision));
            }
            return precedence
                    .first(ticket, at)
                    .map(first -> Answer.of(scheduled(
                            ticket,
                            ticket.decided(
                                    decision,
                                    approved.queue(first.detail(), decision.isOfPolicy() ? null : waiting.previewed())),
                            decision)))
                    .orElseGet(
                            () -> carriedOut(ticket.decided(decision, approved), approval(ticket, approved, decision)));
        });
    }

    private Answer<Instant> dueAt(Ticket ticket, Instant at) {
        return timing.dueAt(ticket, ports.clusters().lock(ticket.clusterId()), at, at);
    }

    private Ticket putOff(Ticket ticket, Scheduled later, Decision decision) {
        // What was to be done at once has a grace time.
        var when = ticket.when() instanceof When.Now ? new When.At(later.dueAt()) : ticket.when();
        return scheduled(
                ticket,
                ticket.decided(decision, later).rescheduled(when, later.dueAt(), later, decision.at()),
                decision);
    }

    private Ticket scheduled(Ticket before, Ticket next, Decision decision) {
        var scheduled = (Scheduled) next.state();
        ports.tickets().update(next);
        ports.timeline().add(approval(before, scheduled, decision));
        ports.schedule().due(next.id(), scheduled.dueAt());
        return next;
    }

    /** Why the last approval of a ticket, which need not be stored yet, would be refused now; writes nothing. */
    Optional<Refusal> obstacle(Ticket ticket, Instant at) {
        return switch (dueAt(ticket, at)) {
            case Refused<Instant>(var refusal) -> Optional.of(refusal);
            case Given<Instant> _ -> carrying.lastingObstacle(ticket, at);
        };
    }

    private static Event approval(Ticket ticket, TicketState next, Decision decision) {
        var words = decision.comment() == null ? "Approved." : "Approved: " + decision.comment();
        var message = next instanceof Scheduled later
                ? words
                        + (later.waitsFor() == null
                                ? " Due at %s.".formatted(later.dueAt())
                                : " It waits for its turn. " + later.waitsFor())
                : words;
        return Event.on(ticket, "ticket-approved", decision.by(), message, decision.at())
                .changing(ticket.state().label(), next.label())
                .since(ticket.createdAt());
    }

    /** Carries a ticket out that is held, and stores it. Writes nothing if something is in its way. */
    Answer<Ticket> carriedOut(Ticket next, Event because) {
        return carrying.carryOut(next, because).map(_ -> {
            ports.tickets().update(next);
            return next;
        });
    }

    /** Does something to a ticket that the caller sees, and that is held meanwhile. */
    Answer<Ticket> act(Caller caller, String ref, Remark remark, Function<Ticket, Answer<Ticket>> action) {
        var errors = Texts.errors(remark.comment(), Optional.empty());
        if (!errors.isEmpty()) {
            return Answer.refused(new Invalid(errors));
        }
        return reading.ticket(caller, ref)
                .then(ticket -> once.run(
                        caller,
                        remark.key(),
                        id -> reading.ticket(caller, id.toString()),
                        done -> done.id().value(),
                        () -> reading.hold(caller, ticket.id(), remark.ifVersion())
                                .then(action)));
    }

    private Answer<Ticket> undone(Ticket ticket, Cancelled cancelled, Caller caller, Instant at) {
        if (!ticket.request().canBeUndone()) {
            return Answer.refused(new WrongState("Ticket %s is %s, and a %s cannot be taken back."
                    .formatted(
                            ticket.number(),
                            ticket.state().label(),
                            ticket.request().kind())));
        }
        var cluster = ports.clusters().lock(ticket.clusterId()).orElseThrow();
        var next = takingBack.takeBack(ticket, cluster, caller.name(), at);
        ports.clusters().update(next);
        PhaseChange.between(cluster, next, caller.name(), at)
                .ifPresent(change -> ports.timeline().add(change.during(ticket)));
        ports.queue().wake(cluster.id());
        return Answer.of(cancelled(ticket, cancelled, caller, at));
    }

    private Ticket cancelled(Ticket ticket, Cancelled state, Caller caller, Instant at) {
        return stored(ticket, ticket.in(state, at), "ticket-cancelled", caller.name(), "Cancelled: " + state.reason());
    }

    private Ticket stored(Ticket before, Ticket next, String type, String actor, String message) {
        ports.tickets().update(next);
        ports.timeline()
                .add(Event.on(next, type, actor, message, next.updatedAt())
                        .changing(before.state().label(), next.state().label()));
        return next;
    }

    static Answer<Ticket> wrongState(Ticket ticket, String action) {
        return Answer.refused(new WrongState("Ticket %s is %s%s and can no longer be %s."
                .formatted(ticket.number(), ticket.state().label(), decidedBy(ticket), action)));
    }

    private static String decidedBy(Ticket ticket) {
        return ticket.decisions().isEmpty()
                ? ""
                : " (last decision by %s)"
                        .formatted(ticket.decisions().getLast().by());
    }
}
