package io.keydesk.service.ticket;

import java.util.Optional;

/** Identifies a ticket for people: {@code VK-17}. */
public record TicketNumber(long value) {

    private static final String PREFIX = "VK-";

    public static Optional<TicketNumber> parse(String text) {
        return text.matches(PREFIX + "[1-9][0-9]{0,17}")
                ? Optional.of(new TicketNumber(Long.parseLong(text.substring(PREFIX.length()))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return PREFIX + value;
    }
}
