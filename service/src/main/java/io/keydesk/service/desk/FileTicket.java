package io.keydesk.service.desk;

import io.keydesk.service.ticket.TicketRequest;
import java.util.Optional;

/**
 * @param tenant whose ticket it is; not needed by those who request for one tenant only
 * @param comment first line of the conversation
 */
public record FileTicket(
        TicketRequest request, Optional<String> tenant, Optional<String> comment, Optional<String> externalReference) {}
