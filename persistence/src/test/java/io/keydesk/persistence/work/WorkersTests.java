package io.keydesk.persistence.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.reconcile.ClusterWork;
import io.keydesk.service.reconcile.Look;
import io.keydesk.service.reconcile.Turn;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEveryServer
@Timeout(60)
class WorkersTests {

    private static final Look NEVER = new Look.Never();
    private static final Look IN_AN_HOUR = new Look.Again(Duration.ofHours(1));

    private final ClusterId cluster = new ClusterId(SampleTickets.id());
    private final List<ClusterId> looks = new CopyOnWriteArrayList<>();
    private Store store;

    @BeforeEach
    void open() {
        store = TestDatabase.emptyStore();
    }

    @Test
    void beginWithALookAtEveryClusterThatLives() {
        var living = store.made("orders-cache");
        store.change(store.made("carts-cache"), held -> held.gone(SampleTickets.FILED_AT));

        try (var _ = Instance.started(store, this::lookOnce)) {
            await().until(() -> jobs() == 0);
            assertThat(looks).containsExactly(living.id());
        }
    }

    @Test
    void lookAtOnceWhenWoken() {
        try (var instance = Instance.startedWithoutPolling(store, look(IN_AN_HOUR))) {
            instance.wake(cluster);
            await().untilAsserted(() -> assertThat(looks).hasSize(1));
            await().until(() -> !isPicked());

            instance.wake(cluster);

            await().untilAsserted(() -> assertThat(looks).hasSize(2));
        }
    }

    @Test
    void lookAgainAfterAShortWait() {
        var count = new AtomicInteger();
        ClusterWork thrice = (_, _) -> count.incrementAndGet() < 3 ? new Look.Again(Duration.ofMillis(10)) : NEVER;

        try (var instance = Instance.startedWithoutPolling(store, thrice)) {
            instance.wake(cluster);

            await().until(() -> jobs() == 0);
            assertThat(count).hasValue(3);
        }
    }

    @RepeatedTest(3)
    void lookAgainWhenAnotherInstanceWakesThemDuringALastLook() {
        var begun = new Semaphore(0);
        var end = new Semaphore(0);
        ClusterWork slow = (woken, _) -> {
            looks.add(woken);
            begun.release();
            end.acquireUninterruptibly();
            return NEVER;
        };
        try (var instance = Instance.started(store, slow)) {
            instance.wake(cluster);
            await().until(begun::tryAcquire);
            // Not before: it would look for work once when it starts.
            try (var other = Instance.startedWithoutPolling(store, look(NEVER))) {
                other.wake(cluster);
                end.release(2);

                await().until(() -> jobs() == 0);
                assertThat(looks).hasSize(2);
            }
        }
    }

    @Test
    void areNotWokenByWhatIsRolledBack() {
        try (var instance = Instance.started(store, this::lookOnce)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.transactions().inTransaction(() -> {
                        instance.wake(cluster);
                        throw new IllegalStateException("taken back");
                    }));

            var next = new ClusterId(SampleTickets.id());
            instance.wake(next);
            await().untilAsserted(() -> assertThat(looks).containsExactly(next));
        }
    }

    @Test
    void haveOneWorkerAClusterOverAllInstances() {
        var working = new AtomicInteger();
        var together = new AtomicInteger();
        ClusterWork counting = (woken, _) -> {
            if (working.incrementAndGet() > 1) {
                together.incrementAndGet();
            }
            looks.add(woken);
            Thread.yield();
            working.decrementAndGet();
            return looks.size() < 200 ? new Look.Again(Duration.ZERO) : NEVER;
        };
        try (var one = Instance.started(store, counting);
                var two = Instance.started(store, counting)) {
            while (looks.size() < 200) {
                one.wake(cluster);
                two.wake(cluster);
            }
            await().until(() -> jobs() == 0);
            assertThat(together).hasValue(0);
        }
    }

    @Test
    void takeOverTheJobOfADeadWorker() {
        TestDatabase.jdbc()
                .sql("""
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
                                                     last_heartbeat, version)
                        values (:task, :cluster, now() - interval '1 hour', true, 'the dead', now() - interval '1 minute', 7)
                        """)
                .param("task", ClusterJobs.TASK)
                .param("cluster", cluster.toString())
                .update();

        try (var _ = Instance.started(store, this::lookOnce)) {
            await().untilAsserted(() -> assertThat(looks).containsExactly(cluster));
        }
    }

    @Test
    void leaveAJobAloneThatSomebodyElseHasTakenOver() {
        ClusterWork robbed = (woken, _) -> {
            looks.add(woken);
            TestDatabase.jdbc()
                    .sql("update scheduled_tasks set version = version + 1, picked_by = 'another'")
                    .update();
            return new Look.Again(Duration.ZERO);
        };
        try (var instance = Instance.startedWithoutPolling(store, robbed)) {
            instance.wake(cluster);

            await().untilAsserted(() -> assertThat(looks).hasSize(1));
        }
        assertThat(TestDatabase.jdbc()
                        .sql("select picked_by from scheduled_tasks where task_name = :task")
                        .param("task", ClusterJobs.TASK)
                        .query(String.class)
                        .single())
                .isEqualTo("another");
    }

    @Test
    void tryAFailedLookAgainLater() {
        var failures = new AtomicInteger();
        ClusterWork failing = (woken, turn) -> {
            if (failures.incrementAndGet() == 1) {
                throw new IllegalStateException("the region is away");
            }
            return lookOnce(woken, turn);
        };
        try (var instance = Instance.started(store, failing)) {
            instance.wake(cluster);

            await().untilAsserted(() -> assertThat(looks).containsExactly(cluster));
        }
    }

    @Test
    void tryALookAgainThatEndedInAnError() {
        var failures = new AtomicInteger();
        ClusterWork failing = (woken, turn) -> {
            if (failures.incrementAndGet() == 1) {
                throw new AssertionError("a class is missing");
            }
            return lookOnce(woken, turn);
        };
        try (var instance = Instance.started(store, failing)) {
            instance.wake(cluster);

            await().untilAsserted(() -> assertThat(looks).containsExactly(cluster));
        }
    }

    @Test
    void waitLongerAfterEachFailureButNeverLongerThanHalfAMinute() {
        assertThat(Reconciliation.backoff(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(Reconciliation.backoff(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(Reconciliation.backoff(1000)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    private ClusterWork look(Look then) {
        return (woken, _) -> {
            looks.add(woken);
            return then;
        };
    }

    private Look lookOnce(ClusterId woken, Turn turn) {
        looks.add(woken);
        return NEVER;
    }

    private static long jobs() {
        return count("");
    }

    private static boolean isPicked() {
        return count("and picked") > 0;
    }

    private static long count(String condition) {
        return TestDatabase.jdbc()
                .sql("select count(*) from scheduled_tasks where task_name = :task " + condition)
                .param("task", ClusterJobs.TASK)
                .query(Long.class)
                .single();
    }
}
