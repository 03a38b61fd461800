package io.keydesk.service.desk;

import io.keydesk.service.answer.Refusal;
import io.keydesk.service.ticket.Ticket;
import java.util.Optional;

/** What keydesk itself files a ticket for. Asked and told within the transaction that stores the ticket. */
public interface Occasion {

    /** Why no ticket is to be filed any more; nothing if one is. Holds what it looks at; asked again if it was disturbed. */
    Optional<Refusal> missed();

    /** Notes the ticket, which is kept with this note or not at all. */
    void filed(Ticket ticket);
}
