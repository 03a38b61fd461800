package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.keydesk.persistence.sql.Outage;
import io.keydesk.service.reconcile.ClusterWork;
import io.keydesk.service.work.Expiry;
import io.keydesk.service.work.FleetWork;
import io.keydesk.service.work.IdempotencyKeys;
import io.keydesk.service.work.TicketWork;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes schedulers that poll the table of jobs, for one instance of keydesk each. */
public final class Schedulers {

    /** What one can miss before it is dead: db-scheduler allows no fewer. */
    private static final int MISSED_HEARTBEATS = 4;

    /** How long a caller may repeat a request under the same key; the contract of the API promises it. */
    private static final Duration KEYS_ARE_KEPT = Duration.ofHours(24);

    /** Nothing of it is urgent to the second, and an upgrade of one cluster takes several. */
    private static final Duration FLEET_STEPS = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final JobProperties properties;
    private final Clock clock;
    private final String instance;
    private final Outage outage;

    /** @param instance what no other run of keydesk is called */
    public Schedulers(DataSource dataSource, JobProperties properties, Clock clock, String instance, Outage outage) {
        this.dataSource = new PatientDataSource(dataSource, outage);
        this.properties = properties;
        this.clock = clock;
        this.instance = instance;
        this.outage = outage;
    }

    /**
     * What the workers do.
     *
     * @param clusters asked for at every look, so that it may depend on what depends on the scheduler; the others as well
     */
    public record Work(
            Supplier<ClusterWork> clusters,
            Supplier<TicketWork> tickets,
            Supplier<Expiry> expiry,
            Supplier<FleetWork> fleet,
            IdempotencyKeys keys) {}

    public Scheduler create(JdbcClient jdbc, Wakes wakes, Work work) {
        var reconciliation = new Reconciliation(
                new ClusterJobs(jdbc),
                wakes,
                work.clusters(),
                new Reconciliation.Pace(clock, properties.heartbeat()),
                outage);
        var dueTickets = new DueTickets(new JdbcTicketQueue(jdbc), work.tickets(), clock);
        return Scheduler.create(dataSource, reconciliation.task(), dueTickets.task())
                .startTasks(forgetting(work.keys()), expiring(work.expiry()), advancing(work.fleet()))
                .clock(clock)
                .schedulerName(new SchedulerName.Fixed("keydesk-" + instance))
                .jdbcCustomization(new Picking(instance, outage))
                .threads(properties.concurrency())
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("reconcile-", 0).factory()))
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(properties.pollingInterval())
                .heartbeatInterval(properties.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(properties.shutdown())
                .failureLogging(LogLevel.WARN, true)
                .build();
    }

    private static RecurringTask<Void> expiring(Supplier<Expiry> expiry) {
        return Tasks.recurring("expire-tickets", FixedDelay.ofMinutes(1))
                .execute((_, _) -> expiry.get().expire());
    }

    private static RecurringTask<Void> advancing(Supplier<FleetWork> fleet) {
        return Tasks.recurring("advance-fleet", FixedDelay.of(FLEET_STEPS))
                .execute((_, _) -> fleet.get().advance());
    }

    private RecurringTask<Void> forgetting(IdempotencyKeys keys) {
        return Tasks.recurring("forget-idempotency-keys", FixedDelay.ofHours(1))
                .execute((_, _) -> keys.forget(clock.now().minus(KEYS_ARE_KEPT)));
    }
}
