package io.keydesk.service.ticket;

import io.keydesk.service.cluster.ClusterId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets a list shows, newest first. A {@code null} or an empty list leaves that filter out.
 *
 * @param tenants nothing means all
 * @param after the last ticket of the page before
 */
public record TicketQuery(
        Optional<Set<String>> tenants,
        List<String> states,
        @Nullable String kind,
        @Nullable ClusterId cluster,
        @Nullable TicketNumber after,
        int limit) {}
