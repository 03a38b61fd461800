package io.keydesk.api.ticket;

import io.keydesk.api.problem.RequestRefused;
import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Timeline;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * All open event streams of this instance. One question to the database at a time asks for what is new, however many there
 * are; each stream sends on a thread of its own, so that a slow reader delays nobody else.
 */
@Component
class EventStreams implements SmartLifecycle {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** So many streams read what was before at once: all of them come back when an instance starts again. */
    private static final int READING_AT_ONCE = 4;

    /** Whoever has waited longer tells its reader that it is still there, and waits again. */
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(5);

    private final Timeline timeline;
    private final JsonMapper json;
    private final EventTail tail;
    private final StreamPlaces places;
    private final Semaphore reading = new Semaphore(READING_AT_ONCE);
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("event-streams").daemon().factory());
    private volatile boolean running;

    EventStreams(Timeline timeline, JsonMapper json, StreamProperties limits, MeterRegistry meters) {
        this.timeline = timeline;
        this.json = json;
        this.tail = new EventTail(timeline);
        this.places = new StreamPlaces(limits);
        meters.gauge("keydesk.event.streams", places, StreamPlaces::open);
    }

    /** Sends what comes after this event, until the ticket has ended or the reader has gone. */
    SseEmitter open(Caller caller, Ticket ticket, long after) {
        var endedIn = ticket.state().isEnd() ? ticket.state().label() : null;
        places.take(caller);
        var stream = new EventStream(
                ticket.id(), endedIn, after, last -> page(ticket.id(), last), new SseEmitter(0L), json, closing -> {
                    tail.remove(closing);
                    places.leave(caller);
                });
        tail.add(stream);
        if (!running) {
            stream.close();
            throw new RequestRefused(
                    new Refusal.Unavailable("keydesk is stopping: follow the events once it is back."));
        }
        stream.start();
        return stream.emitter();
    }

    private List<Event> page(TicketId ticket, long after) throws InterruptedException {
        if (!reading.tryAcquire(LONGEST_QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new QueryTimeoutException("too many streams read at once");
        }
        try {
            return timeline.ofTicket(ticket, after, EventStream.PAGE);
        } finally {
            reading.release();
        }
    }

    @Override
    public void start() {
        running = true;
        looking.scheduleWithFixedDelay(tail::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends all streams, so that they do not hold up a graceful stop: readers come back with Last-Event-ID. */
    @Override
    public void stop() {
        running = false;
        looking.shutdownNow();
        tail.all().forEach(EventStream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
