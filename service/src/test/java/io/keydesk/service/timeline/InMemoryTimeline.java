package io.keydesk.service.timeline;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.TicketId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps events in a list and tells the listeners at once. */
public final class InMemoryTimeline implements Timeline {

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<EventListener> listeners;

    public InMemoryTimeline(EventListener... listeners) {
        this.listeners = List.of(listeners);
    }

    @Override
    public void add(List<Event> added) {
        for (var event : added) {
            var stored = numbered(event, events.size() + 1);
            events.add(stored);
            listeners.forEach(listener -> listener.on(stored));
        }
    }

    /** Everything that has happened, oldest first. */
    public List<Event> all() {
        return List.copyOf(events);
    }

    @Override
    public List<Event> ofTicket(TicketId ticket, long after, int limit) {
        return after(after, limit, event -> ticket.equals(event.ticket()));
    }

    @Override
    public List<Event> ofCluster(ClusterId cluster, long after, int limit) {
        return after(after, limit, event -> cluster.equals(event.cluster()));
    }

    @Override
    public Mark mark() {
        return new Mark(Integer.toString(events.size()));
    }

    @Override
    public News since(Mark mark, int limit) {
        var until = mark();
        var news = all().subList(Integer.parseInt(mark.value()), Integer.parseInt(until.value())).stream()
                .filter(event -> event.ticket() != null)
                .limit(limit)
                .toList();
        return new News(news, until);
    }

    private List<Event> after(long id, int limit, Predicate<Event> wanted) {
        return events.stream()
                .filter(event -> event.id() > id)
                .filter(wanted)
                .limit(limit)
                .toList();
    }

    private static Event numbered(Event event, long id) {
        return new Event(
                id,
                event.tenant(),
                event.ticket(),
                event.cluster(),
                event.type(),
                event.at(),
                event.actor(),
                event.message(),
                event.kind(),
                event.from(),
                event.to(),
                event.took());
    }
}
