package io.keydesk.service.desk;

import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.When;

/**
 * What somebody asks for, and when.
 *
 * @param ticket in which that stands; {@link TicketNumber#NONE} if it is not filed yet
 */
record Asked(TicketRequest request, When when, TicketNumber ticket) {

    static Asked anew(TicketRequest request, When when) {
        return new Asked(request, when, TicketNumber.NONE);
    }

    static Asked by(Ticket ticket) {
        return new Asked(ticket.request(), ticket.when(), ticket.number());
    }

    /** The same with another request in its place. */
    Asked corrected(TicketRequest other) {
        return new Asked(other, when, ticket);
    }
}
