package io.keydesk.api.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

@Timeout(20)
class EventStreamTests {

    private final TicketId ticket = new TicketId(new UUID(0, 1));
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Test
    void greetsBeforeThereIsNews() {
        open(null, 0);

        await().until(() -> sent.contains(":here"));
    }

    @Test
    void endsAfterTheLastEventOfATicketThatEnds() {
        var stream = open(null, 0);

        stream.offer(List.of(event(1, "in-progress"), event(2, "fulfilled")), true);

        await().until(() -> sent.contains("event:end"));
        assertThat(sent).containsSubsequence("id:1", "id:2", "event:end");
    }

    @Test
    void endsOnceTheRestOfAFullPageHasTurnedOutToBeNothing() {
        var stream = open(null, 0);

        stream.offer(List.of(event(1, "fulfilled")), false);
        stream.offer(List.of(), true);

        await().until(() -> sent.contains("event:end"));
    }

    @Test
    void endsForAReaderWhoComesBackAfterTheEnd() {
        var stream = open("fulfilled", 7);

        stream.offer(List.of(), true);

        await().until(() -> sent.contains("event:end"));
    }

    @Test
    void leavesOutWhatTheReaderHasSeen() {
        var stream = open(null, 1);

        stream.offer(List.of(event(1, "in-progress"), event(2, "fulfilled")), true);

        await().until(() -> sent.contains("event:end"));
        assertThat(sent).doesNotContain("id:1");
    }

    private EventStream open(@Nullable String endedIn, long after) {
        var emitter = new SseEmitter(0L) {
            @Override
            public void send(SseEventBuilder builder) throws IOException {
                builder.build()
                        .forEach(part -> part.getData().toString().lines().forEach(sent::add));
            }
        };
        var stream = new EventStream(ticket, endedIn, after, emitter, new JsonMapper(), _ -> {});
        stream.start();
        return stream;
    }

    private Event event(long id, String to) {
        return new Event(
                id,
                new TenantSlug("demo"),
                ticket,
                null,
                "ticket-moved",
                Instant.EPOCH,
                "ada",
                "It moved.",
                null,
                null,
                to,
                null);
    }
}
