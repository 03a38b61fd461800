package io.keydesk.service.desk;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One decision on several tickets.
 *
 * @param tickets their ids or numbers, in the order in which they are approved
 * @param versions of those that must not have changed since they were looked at, by what they are called in {@code tickets}
 */
public record ApproveTickets(List<String> tickets, Map<String, Long> versions, Optional<String> comment) {

    /** Tickets of one decision. */
    public static final int MOST = 50;

    public ApproveTickets {
        tickets = List.copyOf(tickets);
        versions = Map.copyOf(versions);
    }
}
