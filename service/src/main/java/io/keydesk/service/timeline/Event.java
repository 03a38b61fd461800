package io.keydesk.service.timeline;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a ticket, to a cluster, or to both.
 *
 * @param id rises with time within one ticket and within one cluster; 0 before it is stored
 * @param type in kebab-case
 * @param actor a caller's name, or {@code keydesk}
 * @param message one sentence, without secrets
 * @param kind of the ticket's request
 * @param from what it was, where something changed its state
 * @param to what it is now, where something changed its state
 * @param took how long it was on the way, where something that was waited for has come
 */
public record Event(
        long id,
        TenantSlug tenant,
        @Nullable TicketId ticket,
        @Nullable ClusterId cluster,
        String type,
        Instant at,
        String actor,
        String message,
        @Nullable String kind,
        @Nullable String from,
        @Nullable String to,
        @Nullable Duration took) {

    /** The actor of what nobody asked for. */
    public static final String KEYDESK = "keydesk";

    public static Event on(Ticket ticket, String type, String actor, String message, Instant at) {
        return new Event(
                0,
                ticket.tenant(),
                ticket.id(),
                ticket.clusterId(),
                type,
                at,
                actor,
                message,
                ticket.request().kind(),
                null,
                null,
                null);
    }

    public static Event on(Cluster cluster, String type, String actor, String message, Instant at) {
        return new Event(0, cluster.tenant(), null, cluster.id(), type, at, actor, message, null, null, null, null);
    }

    /** The same, as a change from one state to another. */
    public Event changing(@Nullable String before, String after) {
        return new Event(id, tenant, ticket, cluster, type, at, actor, message, kind, before, after, took);
    }

    /** The same, as the end of a wait that began then. */
    public Event since(Instant began) {
        return new Event(
                id, tenant, ticket, cluster, type, at, actor, message, kind, from, to, Duration.between(began, at));
    }

    /** The same, told on this ticket as well. */
    public Event during(Ticket work) {
        return new Event(
                id,
                tenant,
                work.id(),
                cluster,
                type,
                at,
                actor,
                message,
                work.request().kind(),
                from,
                to,
                took);
    }
}
