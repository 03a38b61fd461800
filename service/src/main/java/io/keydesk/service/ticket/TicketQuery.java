package io.keydesk.service.ticket;

import io.keydesk.service.cluster.ClusterId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of tickets.
 *
 * @param after the last ticket of the page before, in the same order
 */
public record TicketQuery(
        TicketFilter filter, TicketOrder order, @Nullable TicketPlace after, int limit) {

    public TicketQuery {
        if (after != null && (after.since() != null) != (order == TicketOrder.WAITING_LONGEST)) {
            throw new IllegalArgumentException("%s is no place in the order %s".formatted(after, order));
        }
    }

    /** The newest first. */
    public TicketQuery(
            Optional<Set<String>> tenants,
            List<String> states,
            @Nullable String kind,
            @Nullable ClusterId cluster,
            @Nullable TicketNumber after,
            int limit) {
        this(
                new TicketFilter(tenants, states, kind, cluster, null, null, null, null, false),
                TicketOrder.NEWEST,
                after == null ? null : new TicketPlace(null, after),
                limit);
    }
}
