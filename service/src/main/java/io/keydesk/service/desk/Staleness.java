package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.util.Optional;
import java.util.OptionalLong;

/** Sees that nobody approves what has become something else since they looked at it. */
final class Staleness {

    private final DeskPorts ports;
    private final Drafting drafting;
    private final Reading reading;
    private final Once once;

    Staleness(DeskPorts ports) {
        this.ports = ports;
        this.drafting = new Drafting(ports);
        this.reading = new Reading(ports);
        this.once = new Once(ports);
    }

    /** Why a ticket, which is held, cannot be approved as it was shown; nothing if it can. Holds its cluster. */
    Optional<Refusal> of(Ticket ticket) {
        return drafting.broken(ticket, ports.clusters().lock(ticket.clusterId()))
                .or(() -> drafting.outline(ticket)
                        .map(now -> ticket.preview().changesTo(now))
                        .filter(changes -> !changes.isEmpty())
                        .map(changes -> new PreviewStale(
                                "Ticket %s would do something else by now than its preview showed. %s The preview was made anew: look at it, and decide again."
                                        .formatted(ticket.number(), String.join(" ", changes)),
                                changes)));
    }

    /**
     * Makes the preview anew. The region is asked outside of any transaction; if the ticket has moved on meanwhile, this is
     * left to who approves it next.
     */
    void refresh(Caller caller, String ref, PreviewStale stale) {
        if (reading.ticket(caller, ref) instanceof Given<Ticket>(Ticket ticket)) {
            var version = OptionalLong.of(ticket.version());
            drafting.preview(ticket)
                    .ifPresent(now -> once.twice(
                            () -> reading.hold(caller, ticket.id(), version).map(held -> previewed(held, now, stale))));
        }
    }

    private Ticket previewed(Ticket held, Preview now, PreviewStale stale) {
        if (!(held.state() instanceof AwaitingApproval waiting)) {
            return held;
        }
        var at = Times.now(ports.clock());
        var next = held.previewed(now, waiting.previewed(), at);
        ports.tickets().update(next);
        ports.timeline()
                .add(Event.on(
                        next,
                        "ticket-previewed",
                        Event.KEYDESK,
                        "The preview was made anew. " + String.join(" ", stale.changes()),
                        at));
        return next;
    }
}
