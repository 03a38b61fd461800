package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.Stale;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.ticket.Decider;
import io.keydesk.service.ticket.ServiceLevel;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketCounts;
import io.keydesk.service.ticket.TicketFilter;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketOrder;
import io.keydesk.service.ticket.TicketPlace;
import io.keydesk.service.ticket.TicketQuery;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tickets as a caller may see them, and the conversation on them. */
public final class Reading {

    /** What is asked for begins behind something that is not of this ticket. */
    public static final Invalid NO_EVENT_OF_TICKET = Invalid.of(
            "Last-Event-ID",
            "Last-Event-ID must be the id of an event of this ticket; leave it out to begin with the first");

    /** Tickets that are handed on by one call. */
    public static final int MOST_AT_ONCE = 100_000;

    private static final Invalid TOO_MANY_AT_ONCE = Invalid.of(
            "q",
            "these are more than %,d tickets, which is the most that is handed out at once: narrow them down by state, kind, tenant or another filter"
                    .formatted(MOST_AT_ONCE));

    private static final int PAGE = 500;

    private final DeskPorts ports;
    private final Once once;
    private final Conversation conversation;

    public Reading(DeskPorts ports) {
        this.ports = ports;
        this.once = new Once(ports);
        this.conversation = new Conversation(ports);
    }

    /** @param ref the id of the ticket, or its number such as {@code VK-17} */
    public Answer<Ticket> ticket(Caller caller, String ref) {
        return visible(caller, find(ref), ref);
    }

    /** The ticket, to be followed behind one of its own events. */
    public Answer<Ticket> ticketOf(Caller caller, String ref, long event) {
        return ticket(caller, ref)
                .then(ticket -> ports.timeline().ofTicket(ticket.id(), event - 1, 1).stream()
                                .anyMatch(found -> found.id() == event)
                        ? Answer.of(ticket)
                        : Answer.refused(NO_EVENT_OF_TICKET));
    }

    public List<Ticket> tickets(TicketQuery query) {
        return ports.tickets().list(query);
    }

    /** Why this caller may not decide the ticket now; nothing if they may. */
    public Optional<String> whyNotDecide(Caller caller, Ticket ticket) {
        return ports.policies().whyNot(caller, ticket);
    }

    /** This caller, as a filter for the tickets of which {@link #whyNotDecide} says nothing. */
    public Decider decider(Caller caller) {
        return ports.policies().decider(caller);
    }

    /** How many of these tickets there are, and how many of them this caller may decide now. */
    public TicketCounts counts(Caller caller, TicketFilter filter) {
        return ports.tickets().counts(filter, decider(caller));
    }

    /**
     * Hands on all of these tickets, {@link Ticket#brief}, page by page, as they are when each page is read. Nothing is handed
     * on if they are more than {@link #MOST_AT_ONCE}, nor before the first page is read, which may be empty.
     */
    public Answer<TicketFilter> all(TicketFilter filter, TicketOrder order, Consumer<List<Ticket>> pages) {
        if (ports.tickets().count(filter, MOST_AT_ONCE + 1) > MOST_AT_ONCE) {
            return Answer.refused(TOO_MANY_AT_ONCE);
        }
        TicketPlace after = null;
        List<Ticket> page;
        do {
            page = ports.tickets().list(new TicketQuery(filter, order, after, PAGE));
            pages.accept(page);
            after = page.isEmpty() ? null : TicketPlace.of(page.getLast(), order);
        } while (page.size() == PAGE);
        return Answer.of(filter);
    }

    /**
     * How long tickets took that were decided since then.
     *
     * @param tenants nothing means all
     */
    public List<ServiceLevel> serviceLevels(Optional<Set<String>> tenants, Instant since) {
        return ports.tickets().serviceLevels(tenants, since);
    }

    public Answer<List<Comment>> comments(Caller caller, String ref, @Nullable UUID after, int limit) {
        return ticket(caller, ref).map(ticket -> ports.tickets().comments(ticket.id(), after, limit));
    }

    public Answer<Comment> comment(Caller caller, String ref, String text, Optional<IdempotencyKey> key) {
        var error = Texts.error("text", text, Comment.LONGEST);
        if (error.isPresent()) {
            return Answer.refused(new Invalid(List.of(error.get())));
        }
        return ticket(caller, ref).then(ticket -> {
            if (!caller.decidesFor(ticket.tenant()) && !caller.mayFileFor(ticket.tenant())) {
                return Answer.refused(
                        new Forbidden("Viewers read comments; only requesters and approvers write them."));
            }
            return once.run(
                    caller,
                    key,
                    id -> Answer.of(ports.tickets().comment(id).orElseThrow()),
                    Comment::id,
                    () -> hold(caller, ticket.id(), OptionalLong.empty())
                            .map(held -> conversation.say(held, caller, text, Times.now(ports.clock()))));
        });
    }

    public Answer<List<Event>> events(Caller caller, String ref, long after, int limit) {
        return ticket(caller, ref).map(ticket -> ports.timeline().ofTicket(ticket.id(), after, limit));
    }

    /** The ticket, held until the transaction ends, if it is still the version that the caller looked at. */
    Answer<Ticket> hold(Caller caller, TicketId id, OptionalLong ifVersion) {
        return visible(caller, ports.tickets().lock(id), id.toString())
                .then(ticket -> ifVersion.isEmpty() || ifVersion.getAsLong() == ticket.version()
                        ? Answer.of(ticket)
                        : Answer.refused(
                                new Stale("Ticket %s was changed since you read it: read it again and decide anew."
                                        .formatted(ticket.number()))));
    }

    private Optional<Ticket> find(String ref) {
        return TicketNumber.parse(ref)
                .flatMap(ports.tickets()::find)
                .or(() -> Ids.parse(ref).map(TicketId::new).flatMap(ports.tickets()::find));
    }

    private static Answer<Ticket> visible(Caller caller, Optional<Ticket> ticket, String ref) {
        return ticket.filter(found -> caller.sees(found.tenant()))
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(new NotFound("There is no ticket " + ref + ".")));
    }
}
