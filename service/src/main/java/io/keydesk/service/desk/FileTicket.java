package io.keydesk.service.desk;

import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.When;
import java.util.Optional;

/**
 * @param tenant whose ticket it is; not needed by those who request for one tenant only
 * @param comment first line of the conversation
 */
public record FileTicket(
        TicketRequest request,
        Optional<String> tenant,
        Optional<String> comment,
        Optional<String> externalReference,
        When when) {

    /** To be carried out as soon as it is approved. */
    public FileTicket(
            TicketRequest request,
            Optional<String> tenant,
            Optional<String> comment,
            Optional<String> externalReference) {
        this(request, tenant, comment, externalReference, When.NOW);
    }
}
