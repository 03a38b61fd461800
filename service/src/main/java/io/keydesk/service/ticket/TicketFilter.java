package io.keydesk.service.ticket;

import io.keydesk.service.cluster.ClusterId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets are meant. A {@code null} or an empty list leaves that condition out; all others must hold.
 *
 * @param tenants nothing means all
 * @param environment of the cluster that the ticket concerns, or will make
 * @param text words that stand in the ticket's number, summary, cluster name, reference, comments or decisions, as people write
 *     them into a search box: all of them, in any order; {@code "a phrase"}, {@code or} and {@code -without} work
 * @param decidableBy only tickets that they may decide now
 * @param failing only tickets that need somebody: failed ones, unless the cluster is gone or a later change of it has succeeded
 *     since, and those in progress whose last step has failed or whose region is away
 */
public record TicketFilter(
        Optional<Set<String>> tenants,
        List<String> states,
        @Nullable String kind,
        @Nullable ClusterId cluster,
        @Nullable String environment,
        @Nullable String requester,
        @Nullable String text,
        @Nullable Decider decidableBy,
        boolean failing) {

    /** Every ticket. */
    public static final TicketFilter ALL =
            new TicketFilter(Optional.empty(), List.of(), null, null, null, null, null, null, false);

    public TicketFilter {
        states = List.copyOf(states);
    }

    /** Whether no ticket can be meant, whatever there is. */
    public boolean meansNone() {
        return tenants.filter(Set::isEmpty).isPresent() || (decidableBy != null && !decidableBy.decides());
    }
}
