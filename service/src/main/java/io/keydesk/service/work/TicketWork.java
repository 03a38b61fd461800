package io.keydesk.service.work;

import io.keydesk.service.ticket.TicketId;

/** What a worker does with a ticket that is due. */
public interface TicketWork {

    /**
     * Carries a ticket out if it still is to be, and is due. Repeatable, also by two workers at once.
     *
     * @return whether it is to be looked at again, at the time that the {@link TicketQueue} was told meanwhile
     */
    boolean carryOut(TicketId ticket);
}
