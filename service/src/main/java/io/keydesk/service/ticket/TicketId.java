package io.keydesk.service.ticket;

import java.util.UUID;

/** Identifies a ticket for programs. UUIDv7 (RFC 9562), so that later tickets sort after earlier ones. */
public record TicketId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
