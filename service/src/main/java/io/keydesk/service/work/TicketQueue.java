package io.keydesk.service.work;

import io.keydesk.service.ticket.TicketId;
import java.time.Instant;

/** The tickets that are to be carried out at a time. One worker has a ticket at a time, over all instances. */
public interface TicketQueue {

    /**
     * Makes a ticket due at this time, in place of any other. Within a transaction, which holds the ticket or its cluster,
     * this is written with it. Repeatable.
     */
    void due(TicketId ticket, Instant at);
}
