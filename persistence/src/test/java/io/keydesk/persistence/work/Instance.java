package io.keydesk.persistence.work;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.sql.Outage;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.reconcile.ClusterWork;
import io.keydesk.service.reconcile.Look;
import io.keydesk.service.store.Store;
import io.keydesk.service.work.TicketWork;
import java.time.Duration;
import java.util.UUID;

/** An instance of keydesk on the test database, as far as jobs go. */
final class Instance implements AutoCloseable {

    private final DatabaseClock clock = new DatabaseClock(TestDatabase.jdbc());
    private final Wakes wakes = new Wakes();
    private final JdbcReconcileQueue queue = new JdbcReconcileQueue(TestDatabase.jdbc(), wakes, clock);
    private final Workers workers;

    private Instance(Store store, ClusterWork work, TicketWork tickets, Duration polling, Duration heartbeat) {
        var properties = new JobProperties(8, polling, heartbeat, Duration.ofSeconds(5));
        var schedulers = new Schedulers(
                TestDatabase.dataSource(), properties, clock, UUID.randomUUID().toString(), new Outage());
        workers = new Workers(
                () -> schedulers.create(
                        TestDatabase.jdbc(),
                        wakes,
                        new Schedulers.Work(() -> work, () -> tickets, () -> () -> {}, () -> () -> {}, store.keys())),
                queue,
                store.clusters(),
                wakes);
    }

    static Instance started(Store store, ClusterWork work) {
        var instance = new Instance(store, work, _ -> false, Duration.ofMillis(50), Duration.ofMillis(200));
        instance.workers.start();
        return instance;
    }

    static Instance carryingOut(Store store, TicketWork work) {
        var instance =
                new Instance(store, (_, _) -> new Look.Never(), work, Duration.ofMillis(50), Duration.ofMillis(200));
        instance.workers.start();
        return instance;
    }

    /** One that does not find anything by itself within a test. */
    static Instance startedWithoutPolling(Store store, ClusterWork work) {
        var instance = new Instance(store, work, _ -> false, Duration.ofHours(1), Duration.ofHours(1));
        instance.workers.start();
        return instance;
    }

    void wake(ClusterId cluster) {
        queue.wake(cluster);
    }

    @Override
    public void close() {
        workers.stop();
    }
}
