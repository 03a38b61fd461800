package io.keydesk.api.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.InMemoryTimeline;
import io.keydesk.service.timeline.Mark;
import io.keydesk.service.timeline.News;
import io.keydesk.service.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class EventTailTests {

    private final TicketId one = new TicketId(new UUID(0, 1));
    private final TicketId two = new TicketId(new UUID(0, 2));
    private final Watched timeline = new Watched();
    private final EventTail tail = new EventTail(timeline);

    @Test
    void asksNothingWhileNobodyListens() {
        tail.look();
        var stream = following(one);
        tail.remove(stream);
        tail.look();

        assertThat(timeline.questions).isZero();
    }

    @Test
    void asksOnceHoweverManyListen() {
        IntStream.range(0, 200).forEach(_ -> following(one));
        tail.look();
        timeline.questions = 0;

        tail.look();

        assertThat(timeline.questions).isEqualTo(1);
    }

    @Test
    void tellsAStreamOfItsOwnTicketOnly() {
        var stream = following(one);
        var other = following(two);
        tail.look();
        int before = stream.waiting();
        int otherBefore = other.waiting();

        timeline.add(event(one), event(one));
        tail.look();

        assertThat(stream.waiting()).isEqualTo(before + 1);
        assertThat(other.waiting()).isEqualTo(otherBefore);
    }

    @Test
    void makesEveryStreamReadOnAfterTheDatabaseWasAway() {
        var stream = following(one);
        tail.look();
        int before = stream.waiting();

        timeline.away = true;
        tail.look();
        timeline.away = false;
        tail.look();

        assertThat(stream.waiting()).isEqualTo(before + 1);
    }

    @Test
    void saysOnceThatTheDatabaseIsAway(CapturedOutput output) {
        following(one);
        tail.look();
        timeline.away = true;

        IntStream.range(0, 10).forEach(_ -> tail.look());

        assertThat(output.getOut()).containsOnlyOnce("New events cannot be read");
    }

    @Test
    void makesEveryStreamReadOnAfterMoreThanItKeeps() {
        var stream = following(one);
        tail.look();
        int before = stream.waiting();

        IntStream.rangeClosed(0, EventTail.AT_ONCE).forEach(_ -> timeline.add(event(two)));
        tail.look();

        assertThat(stream.waiting()).isEqualTo(before + 1);
    }

    private EventStream following(TicketId ticket) {
        var stream = new EventStream(ticket, null, 0, _ -> List.of(), new SseEmitter(0L), new JsonMapper(), _ -> {});
        tail.add(stream);
        return stream;
    }

    private static Event event(TicketId ticket) {
        return new Event(
                0,
                new TenantSlug("demo"),
                ticket,
                null,
                "ticket-moved",
                Instant.EPOCH,
                "ada",
                "It moved.",
                null,
                null,
                null,
                null);
    }

    /** Counts what it is asked, and can be away. */
    private static final class Watched implements Timeline {

        private final InMemoryTimeline events = new InMemoryTimeline();
        private int questions;
        private boolean away;

        @Override
        public void add(List<Event> added) {
            events.add(added);
        }

        @Override
        public List<Event> ofTicket(TicketId ticket, long after, int limit) {
            return asked(events).ofTicket(ticket, after, limit);
        }

        @Override
        public List<Event> ofCluster(ClusterId cluster, long after, int limit) {
            return asked(events).ofCluster(cluster, after, limit);
        }

        @Override
        public Mark mark() {
            return asked(events).mark();
        }

        @Override
        public News since(Mark mark, int limit) {
            return asked(events).since(mark, limit);
        }

        private Timeline asked(Timeline answering) {
            questions++;
            if (away) {
                throw new QueryTimeoutException("away");
            }
            return answering;
        }
    }
}
