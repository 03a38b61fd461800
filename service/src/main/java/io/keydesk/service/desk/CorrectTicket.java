package io.keydesk.service.desk;

import io.keydesk.service.ticket.TicketRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What shall be different on a ticket that waits; what is empty stays. */
public record CorrectTicket(
        Optional<TicketRequest> request, Optional<String> comment, Optional<String> externalReference) {

    /** The reference that the ticket has then; an empty one takes it away. */
    @Nullable
    String referenceAfter(@Nullable String before) {
        return externalReference.isPresent()
                ? externalReference.filter(reference -> !reference.isEmpty()).orElse(null)
                : before;
    }

    boolean isEmpty() {
        return request.isEmpty() && comment.isEmpty() && externalReference.isEmpty();
    }
}
