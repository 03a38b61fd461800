package io.keydesk.service.ticket;

import java.util.Map;

/**
 * How many tickets there are.
 *
 * @param states by the labels of their states; those in which none is are left out
 * @param decidable how many of them one decider may decide now
 * @param complete whether all were counted; of each state, {@link #MOST_IN_A_STATE} are, and of a search the newest
 *     {@link #MOST_FOUND}
 */
public record TicketCounts(Map<String, Long> states, long decidable, boolean complete) {

    public static final int MOST_IN_A_STATE = 10_000;

    /** As many of the tickets that a text is found in are counted. */
    public static final int MOST_FOUND = 1000;

    public TicketCounts {
        states = Map.copyOf(states);
    }

    public long total() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }
}
