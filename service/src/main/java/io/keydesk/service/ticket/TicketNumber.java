package io.keydesk.service.ticket;

import java.util.Optional;
import java.util.regex.Pattern;

/** Identifies a ticket for people: {@code VK-17}. */
public record TicketNumber(long value) {

    /** Of a ticket that is not stored yet. */
    public static final TicketNumber NONE = new TicketNumber(0);

    private static final String PREFIX = "VK-";
    private static final Pattern RULE = Pattern.compile(PREFIX + "[1-9][0-9]{0,17}");

    public static Optional<TicketNumber> parse(String text) {
        return RULE.matcher(text).matches()
                ? Optional.of(new TicketNumber(Long.parseLong(text.substring(PREFIX.length()))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return PREFIX + value;
    }
}
