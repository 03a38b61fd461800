package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.util.List;
import java.util.Optional;

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
                        .flatMap(now -> stale(ticket, ticket.preview().changesTo(now))));
    }

    /** Why an approved ticket, which is held, cannot be carried out as it was approved; nothing if it can. */
    Optional<Refusal> ofEffect(Ticket ticket) {
        return drafting.outline(ticket)
                .flatMap(now -> stale(ticket, ticket.preview().changesOfEffectTo(now)));
    }

    private static Optional<Refusal> stale(Ticket ticket, List<String> changes) {
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(new PreviewStale(
                        "Ticket %s would do something else by now than its preview showed. %s The preview was made anew: look at it, and decide again."
                                .formatted(ticket.number(), String.join(" ", changes)),
                        changes));
    }

    /**
     * Makes the preview anew. The region is asked outside of any transaction; if the ticket has moved on meanwhile, this is
     * left to who approves it next.
     */
    void refresh(Caller caller, String ref, PreviewStale stale) {
        if (reading.ticket(caller, ref) instanceof Given<Ticket>(Ticket ticket)) {
            askAgain(ticket, stale);
        }
    }

    /**
     * Makes the preview of a ticket anew and lets it wait for approval, as {@link #refresh} does.
     *
     * @return whether that was done: the ticket has not moved on since it was read
     */
    boolean askAgain(Ticket seen, PreviewStale stale) {
        return drafting.preview(seen)
                .filter(now -> once.twice(() -> ports.tickets()
                        .lock(seen.id())
                        .filter(held -> held.version() == seen.version())
                        .filter(held -> asked(held, now, stale))
                        .isPresent()))
                .isPresent();
    }

    private boolean asked(Ticket held, Preview now, PreviewStale stale) {
        var waiting = switch (held.state()) {
            case AwaitingApproval before -> before.previewed();
            case Scheduled scheduled -> scheduled.ifChanged();
            case Approved _, InProgress _, Fulfilled _, Failed _, Rejected _, Cancelled _, Expired _ -> null;
        };
        if (waiting == null) {
            return false;
        }
        var at = Times.now(ports.clock());
        var next = held.previewed(now, waiting, at);
        ports.tickets().update(next);
        var told = Event.on(
                next,
                "ticket-previewed",
                Event.KEYDESK,
                "The preview was made anew. " + String.join(" ", stale.changes()),
                at);
        ports.timeline()
                .add(
                        held.state() instanceof Scheduled scheduled
                                ? told.changing(scheduled.label(), waiting.label())
                                : told);
        return true;
    }
}
