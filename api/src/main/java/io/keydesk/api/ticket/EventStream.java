package io.keydesk.api.ticket;

import io.keydesk.api.http.Bodies;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * One reader of one ticket's events, in the form of the HTML standard's server-sent events. It reads what was there before
 * from the database, page by page, and then takes what it is told. For a reader who is too slow for that the rest is
 * forgotten, and read from the database once he is ready for it: he delays nobody and fills no memory.
 *
 * <p>Events of a ticket are committed in the order of their ids, so those up to the last one that was sent are known.
 */
final class EventStream {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    static final int PAGE = 50;
    static final int MOST_WAITING = 100;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Set<String> END_STATES = Set.of("fulfilled", "failed", "rejected", "cancelled", "expired");

    private final TicketId ticket;
    private final Pages pages;
    private final JsonMapper json;
    private final Consumer<EventStream> whenClosed;
    private final SseEmitter emitter;
    private final ArrayBlockingQueue<List<Event>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean behind = new AtomicBoolean(true);
    private final AtomicBoolean closed = new AtomicBoolean();
    private long sent;
    private @Nullable String state;

    /** The events of the ticket. */
    interface Pages {

        /** Up to {@link #PAGE} that come after this one. */
        List<Event> after(long id) throws InterruptedException;
    }

    /**
     * @param endedIn the state in which the ticket has ended already; {@code null} if it has not
     * @param after the id of the last event that the reader has seen
     */
    EventStream(
            TicketId ticket,
            @Nullable String endedIn,
            long after,
            Pages pages,
            SseEmitter emitter,
            JsonMapper json,
            Consumer<EventStream> whenClosed) {
        this.ticket = ticket;
        this.state = endedIn;
        this.sent = after;
        this.pages = pages;
        this.emitter = emitter;
        this.json = json;
        this.whenClosed = whenClosed;
        emitter.onCompletion(this::close);
        emitter.onError(_ -> close());
    }

    TicketId ticket() {
        return ticket;
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** How many times something new was handed over that is not looked at yet. */
    int waiting() {
        return waiting.size();
    }

    void start() {
        Thread.ofVirtual().name("event-stream").start(this::send);
    }

    /** Hands over new events of this ticket, oldest first, with all that were committed together. Never waits. */
    void offer(List<Event> news) {
        if (!waiting.offer(news)) {
            behind.set(true);
        }
    }

    /** Makes it read from the database what it has not sent yet. Never waits. */
    void catchUp() {
        behind.set(true);
        offer(List.of());
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            whenClosed.accept(this);
            offer(List.of());
        }
    }

    private void send() {
        try {
            // The headers go out with it, so that the reader knows that he is heard.
            emitter.send(SseEmitter.event().comment("here"));
            while (!closed.get() && goOn()) {
                // Until the ticket has ended.
            }
            emitter.complete();
        } catch (IOException | RuntimeException e) {
            // The reader has gone, which is his right.
            emitter.completeWithError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } finally {
            close();
        }
    }

    /** Sends what is next, and says whether anything may follow. */
    private boolean goOn() throws IOException, InterruptedException {
        if (behind.getAndSet(false)) {
            readOn();
        } else {
            var news = waiting.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
            if (news == null) {
                emitter.send(SseEmitter.event().comment("still here"));
            } else {
                send(news);
            }
        }
        return behind.get() || !waiting.isEmpty() || !sentEnd();
    }

    private void readOn() throws IOException, InterruptedException {
        List<Event> page;
        do {
            try {
                page = pages.after(sent);
            } catch (RuntimeException e) {
                log.atDebug()
                        .setMessage("Events cannot be read now")
                        .addKeyValue("ticket", ticket)
                        .setCause(e)
                        .log();
                behind.set(true);
                emitter.send(SseEmitter.event().comment("please wait"));
                // Whatever is told meanwhile will be read.
                waiting.clear();
                waiting.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            send(page);
        } while (page.size() == PAGE && !closed.get());
    }

    private void send(List<Event> events) throws IOException {
        for (var event : events) {
            if (event.id() > sent) {
                emitter.send(SseEmitter.event()
                        .id(Long.toString(event.id()))
                        .name(event.type())
                        .data(json.writeValueAsString(Bodies.event(event)), MediaType.TEXT_PLAIN));
                sent = event.id();
                if (event.type().startsWith("ticket-") && event.to() != null) {
                    state = event.to();
                }
            }
        }
    }

    private boolean sentEnd() throws IOException {
        if (state == null || !END_STATES.contains(state)) {
            return false;
        }
        emitter.send(SseEmitter.event()
                .name("end")
                .data(json.writeValueAsString(Map.of("state", state)), MediaType.TEXT_PLAIN));
        return true;
    }
}
