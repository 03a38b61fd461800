package io.keydesk.persistence.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.work.TicketWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEveryServer
@Timeout(60)
class DueTicketsTests {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final TicketId ticket = new TicketId(SampleTickets.id());
    private final List<TicketId> carriedOut = new CopyOnWriteArrayList<>();
    private final JdbcTicketQueue queue = new JdbcTicketQueue(TestDatabase.jdbc());
    private final DatabaseClock clock = new DatabaseClock(TestDatabase.jdbc());
    private Store store;

    @BeforeEach
    void open() {
        store = TestDatabase.emptyStore();
    }

    @Test
    void areCarriedOutOnceByOneOfTwoInstances() {
        try (var _ = Instance.carryingOut(store, this::once);
                var _ = Instance.carryingOut(store, this::once)) {
            queue.due(ticket, clock.now().plusMillis(200));

            await().until(() -> jobs() == 0);
            assertThat(carriedOut).containsExactly(ticket);
        }
    }

    @Test
    void waitForTheirTime() {
        var soon = new TicketId(SampleTickets.id());
        queue.due(ticket, clock.now().plus(AN_HOUR));
        try (var _ = Instance.carryingOut(store, this::once)) {
            queue.due(soon, clock.now());

            await().until(() -> jobs() == 1);
            assertThat(carriedOut).containsExactly(soon);
        }
    }

    @Test
    void becomeDueWhileNoInstanceRuns() {
        queue.due(ticket, clock.now().minus(AN_HOUR));

        try (var _ = Instance.carryingOut(store, this::once)) {
            await().until(() -> jobs() == 0);
            assertThat(carriedOut).containsExactly(ticket);
        }
    }

    @Test
    void areMovedForward() {
        queue.due(ticket, clock.now().plus(AN_HOUR));
        try (var _ = Instance.carryingOut(store, this::once)) {
            queue.due(ticket, clock.now());

            await().until(() -> jobs() == 0);
            assertThat(carriedOut).containsExactly(ticket);
        }
    }

    @Test
    void comeAgainAtTheTimeThatWasTold() {
        var looks = new AtomicInteger();
        TicketWork thrice = due -> {
            boolean again = looks.incrementAndGet() < 3;
            if (again) {
                queue.due(due, clock.now().plusMillis(20));
            }
            return again;
        };
        try (var _ = Instance.carryingOut(store, thrice)) {
            queue.due(ticket, clock.now());

            await().until(() -> jobs() == 0);
            assertThat(looks).hasValue(3);
        }
    }

    @Test
    void areNotLostWhenTheyAreDueAgainBeforeTheLookHasEnded() {
        var looks = new AtomicInteger();
        TicketWork approvedMeanwhile = due -> {
            if (looks.incrementAndGet() == 1) {
                queue.due(due, clock.now());
            }
            return false;
        };
        try (var _ = Instance.carryingOut(store, approvedMeanwhile)) {
            queue.due(ticket, clock.now());

            await().until(() -> jobs() == 0);
            assertThat(looks).hasValue(2);
        }
    }

    @Test
    void areNotLostWhenALookFails() {
        var looks = new AtomicInteger();
        TicketWork failingFirst = _ -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("It does not work.");
            }
            return false;
        };
        try (var _ = Instance.carryingOut(store, failingFirst)) {
            queue.due(ticket, clock.now());

            await().until(() -> jobs() == 0);
            assertThat(looks).hasValue(2);
        }
    }

    @Test
    void areNotDueByWhatIsRolledBack() {
        assertThatIllegalStateException()
                .isThrownBy(() -> store.transactions().inTransaction(() -> {
                    queue.due(ticket, Instant.EPOCH);
                    throw new IllegalStateException("taken back");
                }));

        assertThat(jobs()).isZero();
    }

    private boolean once(TicketId due) {
        carriedOut.add(due);
        return false;
    }

    private static int jobs() {
        return TestDatabase.jdbc()
                .sql("select count(*) from scheduled_tasks where task_name = :task")
                .param("task", JdbcTicketQueue.TASK)
                .query(Integer.class)
                .single();
    }
}
