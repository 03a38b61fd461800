package io.keydesk.service.ticket;

/** Who keeps others from using a cluster's name. */
public sealed interface NameHolder {

    /** Whether it is this ticket, which is not in its own way. */
    default boolean is(Ticket ticket) {
        return this instanceof Ordered ordered && ordered.id().equals(ticket.id());
    }

    /** The cluster that has it. */
    record Existing() implements NameHolder {}

    /** An order of it that has neither ended nor made its cluster yet. */
    record Ordered(TicketId id, TicketNumber number) implements NameHolder {}
}
