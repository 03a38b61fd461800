package io.keydesk.service.timeline;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.TicketId;
import java.util.List;

/**
 * All events, oldest first. Those of one ticket are written while it is held, and whoever adds one of a cluster holds that
 * until the transaction ends: a reader who goes on after the last id he saw misses none.
 */
public interface Timeline {

    /** Adds events in this order, and hands them to every {@link EventListener} once the transaction is committed. */
    void add(List<Event> events);

    default void add(Event... events) {
        add(List.of(events));
    }

    List<Event> ofTicket(TicketId ticket, long after, int limit);

    List<Event> ofCluster(ClusterId cluster, long after, int limit);

    /** Where all timelines stand now. */
    Mark mark();

    /**
     * What was committed on all tickets since then, each event once, however long its transaction took. Where there is more
     * than {@code limit}, the rest is left out: readers go on after the last id that each has seen.
     */
    News since(Mark mark, int limit);
}
