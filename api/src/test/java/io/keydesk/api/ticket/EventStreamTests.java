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
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

@Timeout(20)
class EventStreamTests {

    private static final int PLENTY = 1_000_000;

    private final TicketId ticket = new TicketId(new UUID(0, 1));
    private final List<Event> stored = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    /** How much the reader is ready to read. */
    private final Semaphore appetite = new Semaphore(PLENTY);

    private volatile boolean databaseAway;

    @Test
    void greetsBeforeThereIsNews() {
        open(null, 0);

        await().until(() -> sent.contains(":here"));
    }

    @Test
    void beginsWithWhatWasThereBefore() {
        store(3 * EventStream.PAGE);

        open(null, 0);

        await().until(() -> ids().size() == 3 * EventStream.PAGE);
        assertThat(ids()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void sendsOnceWhatWasReadAndToldOf() {
        store(1);
        var stream = open(null, 0);
        stored.add(event(2, "in-progress"));
        stream.offer(List.of(stored.getLast()));
        stream.catchUp();

        finish(stream, 3);

        assertThat(ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void endsAfterTheLastEventOfATicketThatEnds() {
        var stream = open(null, 0);

        stream.offer(List.of(event(1, "fulfilled"), event(2, null)));

        await().until(() -> sent.contains("{\"state\":\"fulfilled\"}"));
        assertThat(sent).containsSubsequence("id:1", "id:2", "event:end");
    }

    @Test
    void goesOnAfterAFailureThatWasRetried() {
        stored.add(event(8, "in-progress"));
        var stream = open("failed", 7);

        finish(stream, 9);

        assertThat(ids()).endsWith(8L, 9L);
    }

    @Test
    void endsForAReaderWhoComesBackAfterTheEnd() {
        open("fulfilled", 7);

        await().until(() -> sent.contains("event:end"));
    }

    @Test
    void leavesOutWhatTheReaderHasSeen() {
        store(2);
        var stream = open(null, 1);

        finish(stream, 3);

        assertThat(ids()).containsExactly(2L, 3L);
    }

    @Test
    void keepsNoMoreForASlowReaderThanItMayAndLosesNothing() {
        int many = 20 * EventStream.MOST_WAITING;
        appetite.drainPermits();
        var stream = open(null, 0);
        LongStream.rangeClosed(1, many).forEach(id -> {
            stored.add(event(id, null));
            stream.offer(List.of(stored.getLast()));
        });
        assertThat(stream.waiting()).isEqualTo(EventStream.MOST_WAITING);

        appetite.release(PLENTY);
        await().until(() -> ids().size() == many);
        finish(stream, many + 1L);

        assertThat(ids())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, many + 1L).boxed().toList());
    }

    @Test
    void waitsForADatabaseThatIsAway() {
        store(1);
        databaseAway = true;
        var stream = open(null, 0);
        await().until(() -> sent.contains(":please wait"));

        databaseAway = false;
        await().until(() -> ids().contains(1L));
        finish(stream, 2);

        assertThat(ids()).containsExactly(1L, 2L);
    }

    private void store(int count) {
        LongStream.rangeClosed(1, count).forEach(id -> stored.add(event(id, null)));
    }

    private void finish(EventStream stream, long id) {
        stored.add(event(id, "fulfilled"));
        stream.offer(List.of(stored.getLast()));
        await().until(() -> sent.contains("event:end"));
    }

    private List<Long> ids() {
        return sent.stream()
                .filter(line -> line.startsWith("id:"))
                .map(line -> Long.valueOf(line.substring("id:".length())))
                .toList();
    }

    private EventStream open(@Nullable String endedIn, long after) {
        var emitter = new SseEmitter(0L) {
            @Override
            public void send(SseEventBuilder builder) throws IOException {
                appetite.acquireUninterruptibly();
                builder.build()
                        .forEach(part -> part.getData().toString().lines().forEach(sent::add));
            }
        };
        var stream = new EventStream(ticket, endedIn, after, this::page, emitter, new JsonMapper(), _ -> {});
        stream.start();
        return stream;
    }

    private List<Event> page(long after) {
        if (databaseAway) {
            throw new QueryTimeoutException("away");
        }
        return stored.stream()
                .filter(event -> event.id() > after)
                .limit(EventStream.PAGE)
                .toList();
    }

    private Event event(long id, @Nullable String to) {
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
