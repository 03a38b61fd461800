package io.keydesk.api.ticket;

import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * All open event streams. One question to the database at a time asks for what is new on all of their tickets, whichever
 * instance wrote it; each stream sends on a thread of its own, so that a slow reader delays nobody else.
 */
@Component
class EventStreams implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final int AT_ONCE = 1000;

    private final Timeline timeline;
    private final JsonMapper json;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("event-streams").daemon().factory());
    private volatile boolean running;

    EventStreams(Timeline timeline, JsonMapper json) {
        this.timeline = timeline;
        this.json = json;
    }

    /** Sends what comes after this event, until the ticket has ended or the reader has gone. */
    SseEmitter open(Ticket ticket, long after) {
        var endedIn = ticket.state().isEnd() ? ticket.state().label() : null;
        var stream = new EventStream(ticket.id(), endedIn, after, new SseEmitter(0L), json, open::remove);
        open.add(stream);
        if (!running) {
            stream.close();
        }
        stream.start();
        return stream.emitter();
    }

    private void look() {
        // One that opens meanwhile is asked for next time: what was asked for others is not all that it wants.
        var streams = List.copyOf(open);
        if (streams.isEmpty()) {
            return;
        }
        try {
            var positions = new HashMap<TicketId, Long>();
            streams.forEach(stream -> positions.merge(stream.ticket(), stream.offered(), Math::min));
            var news = timeline.ofTickets(positions, AT_ONCE);
            streams.forEach(stream -> stream.offer(of(stream.ticket(), news), news.size() < AT_ONCE));
        } catch (RuntimeException e) {
            // The next look asks again from the same place: no event is lost by an absent database.
            log.atWarn()
                    .setMessage("Events cannot be read now")
                    .addKeyValue("cause", e.getMessage())
                    .log();
        }
    }

    private static List<Event> of(TicketId ticket, List<Event> events) {
        return events.stream().filter(event -> ticket.equals(event.ticket())).toList();
    }

    @Override
    public void start() {
        running = true;
        looking.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends all streams, so that they do not hold up a graceful stop: readers come back with Last-Event-ID. */
    @Override
    public void stop() {
        running = false;
        looking.shutdownNow();
        open.forEach(EventStream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
