package io.keydesk.service.ticket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a ticket stands in a list: the next page begins behind it.
 *
 * @param since what it is listed by in {@link TicketOrder#WAITING_LONGEST}, and nothing else
 */
public record TicketPlace(@Nullable Instant since, TicketNumber number) {

    /** The place of a ticket that a list in this order has shown. */
    public static TicketPlace of(Ticket ticket, TicketOrder order) {
        return new TicketPlace(
                order == TicketOrder.WAITING_LONGEST ? ticket.waitingSince().orElseThrow() : null, ticket.number());
    }
}
