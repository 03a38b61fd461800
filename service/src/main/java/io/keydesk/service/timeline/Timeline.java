package io.keydesk.service.timeline;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.TicketId;
import java.util.List;
import java.util.Map;

/**
 * All events, oldest first. Those of one ticket are written while it is held, and those of one cluster are shown once no
 * earlier writer is left: a reader who goes on after the last id he saw misses none.
 */
public interface Timeline {

    /** Adds events in this order, and hands them to every {@link EventListener} once the transaction is committed. */
    void add(List<Event> events);

    default void add(Event... events) {
        add(List.of(events));
    }

    List<Event> ofTicket(TicketId ticket, long after, int limit);

    List<Event> ofCluster(ClusterId cluster, long after, int limit);

    /** What is new on each of these tickets after the id that stands with it, as one question. */
    List<Event> ofTickets(Map<TicketId, Long> after, int limit);
}
