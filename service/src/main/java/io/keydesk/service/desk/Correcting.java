package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.util.OptionalLong;
import java.util.function.Function;

/** Correcting tickets that still wait for approval. */
public final class Correcting {

    private final DeskPorts ports;
    private final Redrafting redrafting;
    private final Reading reading;
    private final Conversation conversation;
    private final Once once;

    public Correcting(DeskPorts ports) {
        this.ports = ports;
        this.redrafting = new Redrafting(ports);
        this.reading = new Reading(ports);
        this.conversation = new Conversation(ports);
        this.once = new Once(ports);
    }

    /** Replaces what is given. Approvals of the request before no longer count, and its new author cannot approve it. */
    public Answer<Ticket> correct(Caller caller, String ref, CorrectTicket correction, OptionalLong ifVersion) {
        var errors = Texts.errors(
                correction.comment(), correction.externalReference().filter(reference -> !reference.isEmpty()));
        if (!errors.isEmpty()) {
            return Answer.refused(new Invalid(errors));
        }
        if (correction.isEmpty()) {
            return Answer.refused(
                    Invalid.of("", "the body must name what to correct: request, comment or externalReference"));
        }
        return reading.ticket(caller, ref).then(ticket -> {
            if (!caller.mayFileFor(ticket.tenant())) {
                return Answer.refused(new Forbidden(
                        "Only requesters of tenant %s and admins correct its tickets.".formatted(ticket.tenant())));
            }
            if (!(ticket.state() instanceof AwaitingApproval)) {
                return notWaiting(ticket);
            }
            return correction.request().isEmpty()
                    ? whileWaiting(caller, ticket, ifVersion, held -> Answer.of(remarked(caller, held, correction)))
                    : redrafting
                            .draft(caller, ticket, correction.request().get())
                            .then(draft -> whileWaiting(
                                    caller, ticket, ifVersion, held -> corrected(caller, held, draft, correction)));
        });
    }

    private Answer<Ticket> whileWaiting(
            Caller caller, Ticket ticket, OptionalLong ifVersion, Function<Ticket, Answer<Ticket>> work) {
        return once.twice(() -> reading.hold(caller, ticket.id(), ifVersion)
                .then(held -> held.state() instanceof AwaitingApproval ? work.apply(held) : notWaiting(held)));
    }

    private static Answer<Ticket> notWaiting(Ticket ticket) {
        return Answer.refused(new WrongState("Ticket %s is %s; only tickets that wait for approval can be corrected."
                .formatted(ticket.number(), ticket.state().label())));
    }

    /** Says something else beside the request; what was approved of it stays approved. */
    private Ticket remarked(Caller caller, Ticket ticket, CorrectTicket correction) {
        var next = ticket.corrected(
                ticket.request(),
                ticket.preview(),
                ticket.findings(),
                ticket.state(),
                correction.referenceAfter(ticket.externalReference()),
                Times.now(ports.clock()));
        return stored(caller, next, correction);
    }

    private Answer<Ticket> corrected(Caller caller, Ticket ticket, Draft draft, CorrectTicket correction) {
        var waiting = (AwaitingApproval) ticket.state();
        return redrafting
                .replaced(
                        ticket,
                        draft,
                        people -> waiting.correct(caller.name(), people),
                        correction.referenceAfter(ticket.externalReference()))
                .map(next -> stored(caller, next, correction));
    }

    private Ticket stored(Caller caller, Ticket next, CorrectTicket correction) {
        ports.tickets().update(next);
        var at = next.updatedAt();
        ports.timeline()
                .add(Event.on(
                        next, "ticket-corrected", caller.name(), next.request().summary() + ".", at));
        correction.comment().ifPresent(text -> conversation.say(next, caller, text, at));
        return next;
    }
}
