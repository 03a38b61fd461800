package io.keydesk.api.ticket;

import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Mark;
import io.keydesk.service.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads once for all streams what is new on tickets, whichever instance wrote it, and hands it to those who follow the
 * ticket. Where it cannot say what came in between, it tells every stream to read on by itself.
 */
final class EventTail {

    private static final Logger log = LoggerFactory.getLogger(EventTail.class);

    /** After as many at one look, reading page by page is better than keeping all in memory. */
    static final int AT_ONCE = 2000;

    private final Timeline timeline;
    private final Map<TicketId, Set<EventStream>> readers = new ConcurrentHashMap<>();
    private @Nullable Mark mark;
    private boolean failing;

    EventTail(Timeline timeline) {
        this.timeline = timeline;
    }

    /** From now on the stream is told; what came before it reads by itself, and begins after this. */
    void add(EventStream stream) {
        readers.compute(stream.ticket(), (_, others) -> {
            var all = others == null ? ConcurrentHashMap.<EventStream>newKeySet() : others;
            all.add(stream);
            return all;
        });
    }

    void remove(EventStream stream) {
        readers.computeIfPresent(stream.ticket(), (_, all) -> {
            all.remove(stream);
            return all.isEmpty() ? null : all;
        });
    }

    List<EventStream> all() {
        return readers.values().stream().flatMap(Set::stream).toList();
    }

    /** Asks the database once, or not at all where nobody listens. Only one thread calls this. */
    void look() {
        if (readers.isEmpty()) {
            mark = null;
            return;
        }
        try {
            if (mark == null) {
                // Whoever is there must read what came before it; whoever comes later will.
                mark = timeline.mark();
                all().forEach(EventStream::catchUp);
            } else {
                var news = timeline.since(mark, AT_ONCE);
                mark = news.until();
                tell(news.events());
            }
            failing = false;
        } catch (RuntimeException e) {
            // A database that comes back may be another one, which does not know the mark.
            mark = null;
            if (!failing) {
                failing = true;
                log.atWarn()
                        .setMessage("New events cannot be read; streams wait until they can")
                        .setCause(e)
                        .log();
            }
        }
    }

    private void tell(List<Event> events) {
        if (events.size() == AT_ONCE) {
            all().forEach(EventStream::catchUp);
            return;
        }
        events.stream()
                .filter(event -> event.ticket() != null && readers.containsKey(event.ticket()))
                .collect(Collectors.groupingBy(Event::ticket))
                .forEach(
                        (ticket, news) -> readers.getOrDefault(ticket, Set.of()).forEach(stream -> stream.offer(news)));
    }
}
