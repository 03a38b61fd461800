package io.keydesk.service.ticket;

import java.time.Instant;
import java.util.UUID;

/** A line of the conversation on a ticket. */
public record Comment(UUID id, TicketId ticket, String author, String text, Instant at) {

    /** Characters. */
    public static final int LONGEST = 4000;
}
