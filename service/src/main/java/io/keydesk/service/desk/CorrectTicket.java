package io.keydesk.service.desk;

import io.keydesk.service.ticket.TicketRequest;
import java.util.Optional;

/** What shall be different on a ticket that waits; what is empty stays. */
public record CorrectTicket(
        Optional<TicketRequest> request, Optional<String> comment, Optional<String> externalReference) {}
