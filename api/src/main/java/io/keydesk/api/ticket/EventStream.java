package io.keydesk.api.ticket;

import io.keydesk.api.http.Bodies;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** One reader of one ticket's events, in the form of the HTML standard's server-sent events. */
final class EventStream {

    private static final long HEARTBEAT_SECONDS = 15;
    private static final Set<String> END_STATES = Set.of("fulfilled", "failed", "rejected", "cancelled");

    private final TicketId ticket;
    private final JsonMapper json;
    private final Consumer<EventStream> whenClosed;
    private final SseEmitter emitter;
    private final LinkedBlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    private volatile long offered;
    private volatile boolean closed;
    private boolean toldAll;
    private @Nullable String state;

    /** @param complete whether nothing newer was known when it was read */
    private record Batch(List<Event> events, boolean complete) {}

    /**
     * @param endedIn the state in which the ticket has ended already; {@code null} if it has not
     * @param after the id of the last event that the reader has seen
     */
    EventStream(
            TicketId ticket,
            @Nullable String endedIn,
            long after,
            SseEmitter emitter,
            JsonMapper json,
            Consumer<EventStream> whenClosed) {
        this.ticket = ticket;
        this.state = endedIn;
        this.offered = after;
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

    /** The id of the last event that was handed over. */
    long offered() {
        return offered;
    }

    void start() {
        Thread.ofVirtual().name("event-stream").start(this::send);
    }

    /** Hands over events of this ticket, oldest first; those that came before are left out. Only one thread calls this. */
    void offer(List<Event> events, boolean complete) {
        long last = offered;
        var news = events.stream().filter(event -> event.id() > last).toList();
        if (!news.isEmpty()) {
            offered = news.getLast().id();
        }
        if (!news.isEmpty() || complete && !toldAll) {
            batches.add(new Batch(news, complete));
            toldAll = complete;
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            whenClosed.accept(this);
            batches.add(new Batch(List.of(), false));
        }
    }

    private void send() {
        try {
            // The headers go out with it, so that the reader knows that he is heard.
            emitter.send(SseEmitter.event().comment("here"));
            while (!closed) {
                var batch = batches.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                if (batch == null) {
                    emitter.send(SseEmitter.event().comment("still here"));
                } else if (send(batch)) {
                    break;
                }
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

    /** Whether that was the last one: the ticket has ended, and nothing newer was known. */
    private boolean send(Batch batch) throws IOException {
        for (var event : batch.events()) {
            emitter.send(SseEmitter.event()
                    .id(Long.toString(event.id()))
                    .name(event.type())
                    .data(json.writeValueAsString(Bodies.event(event)), MediaType.TEXT_PLAIN));
            if (event.type().startsWith("ticket-") && event.to() != null) {
                state = event.to();
            }
        }
        if (!batch.complete() || state == null || !END_STATES.contains(state)) {
            return false;
        }
        emitter.send(SseEmitter.event()
                .name("end")
                .data(json.writeValueAsString(Map.of("state", state)), MediaType.TEXT_PLAIN));
        return true;
    }
}
