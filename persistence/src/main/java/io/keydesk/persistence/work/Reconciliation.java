package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.keydesk.persistence.sql.Outage;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.reconcile.ClusterWork;
import io.keydesk.service.reconcile.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does with the job of a cluster. Short waits are waited for with the job in hand, because a job that is given
 * back is found again only at the next poll; a slice of time limits that, so that others get their turn.
 */
final class Reconciliation {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    private static final Duration SLICE = Duration.ofSeconds(30);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);

    private final ClusterJobs jobs;
    private final Wakes wakes;
    private final Supplier<ClusterWork> work;
    private final Clock clock;
    private final Duration heartbeat;
    private final Outage outage;

    /** @param heartbeat for how long a worker who was not heard of certainly still has his job */
    record Pace(Clock clock, Duration heartbeat) {}

    Reconciliation(ClusterJobs jobs, Wakes wakes, Supplier<ClusterWork> work, Pace pace, Outage outage) {
        this.jobs = jobs;
        this.wakes = wakes;
        this.work = work;
        this.clock = pace.clock();
        this.heartbeat = pace.heartbeat();
        this.outage = outage;
    }

    Task<Void> task() {
        return Tasks.custom(ClusterJobs.TASK, Void.class)
                // An error: without this it would be tried in five minutes.
                .onFailure((failed, operations) -> operations.reschedule(
                        failed, clock.now().plus(backoff(failed.getExecution().consecutiveFailures))))
                .onDeadExecution((found, operations) -> operations.reschedule(found, found.getTimeDone()))
                .execute(this::execute);
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        var cluster = new ClusterId(UUID.fromString(instance.getId()));
        var woken = wakes.listen(cluster);
        var hand = new Hand(cluster, context, woken);
        try {
            var completion = hand.patiently(hand::work);
            return (_, _) -> hand.patiently(() -> {
                completion.run();
                return completion;
            });
        } finally {
            wakes.forget(cluster, woken);
        }
    }

    /** One worker with the job of one cluster in his hand. */
    private final class Hand {

        private final ClusterId cluster;
        private final ExecutionContext context;
        private final Execution job;
        private final Signal woken;
        private final Instant turnEnds = clock.now().plus(SLICE);
        private Instant heardOf;

        Hand(ClusterId cluster, ExecutionContext context, Signal woken) {
            this.cluster = cluster;
            this.context = context;
            this.job = context.getExecution();
            this.woken = woken;
            this.heardOf = job.lastHeartbeat == null ? Instant.MIN : job.lastHeartbeat;
        }

        /**
         * Waits while the database is away, with the job in hand: it could not be given back either. Whoever takes it over
         * meanwhile has it. At a shutdown it is left to those who find it.
         */
        Runnable patiently(Supplier<Runnable> doing) {
            while (true) {
                var question = outage.ask();
                try {
                    return doing.get();
                } catch (RuntimeException e) {
                    if (!Outage.isOne(e)) {
                        throw e;
                    }
                    question.failed(e);
                    if (context.getSchedulerState().isShuttingDown() || !waited(woken, OUTAGE_PAUSE)) {
                        return () -> {};
                    }
                }
            }
        }

        /** @return how the job is given back */
        Runnable work() {
            while (true) {
                var seen = wakes();
                if (seen.isEmpty()) {
                    return () -> {};
                }
                switch (look(seen.getAsLong())) {
                    case Next.Done(var completion) -> {
                        return completion;
                    }
                    case Next.In(var delay) -> {
                        var next = clock.now().plus(delay);
                        if (delay.compareTo(SHORT_WAIT) > 0
                                || next.isAfter(turnEnds)
                                || context.getSchedulerState().isShuttingDown()
                                || !waited(woken, delay)) {
                            return () -> jobs.lookAgain(job, seen.getAsLong(), next, clock.now());
                        }
                    }
                }
            }
        }

        /** Heartbeats go out while the worker works; if he, or the database, was frozen, they did not. */
        private OptionalLong wakes() {
            var now = clock.now();
            if (heardOf.plus(heartbeat).isAfter(now)) {
                return jobs.wakes(job);
            }
            var seen = jobs.wakesOfOneWhoLives(job, now);
            heardOf = now;
            return seen;
        }

        private Next look(long seen) {
            try {
                return switch (work.get().look(cluster, () -> jobs.holds(job))) {
                    case Look.Again(var in) -> new Next.In(in);
                    case Look.Never _ -> new Next.Done(() -> jobs.end(job, seen, clock.now()));
                };
            } catch (RuntimeException e) {
                if (Outage.isOne(e)) {
                    throw e;
                }
                log.atWarn()
                        .setMessage("A look at a cluster failed; it is tried again")
                        .addKeyValue("cluster", cluster)
                        .addKeyValue("failures", job.consecutiveFailures + 1)
                        .setCause(e)
                        .log();
                var next = clock.now().plus(backoff(job.consecutiveFailures));
                return new Next.Done(() -> jobs.tryAgain(job, seen, next, clock.now()));
            }
        }
    }

    /** What follows a look. */
    private sealed interface Next {
        record In(Duration delay) implements Next {}

        record Done(Runnable completion) implements Next {}
    }

    private static boolean waited(Signal woken, Duration wait) {
        try {
            woken.await(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Twice as long after each failure, less a random part of up to a half, so that many do not come back at once. */
    static Duration backoff(int earlierFailures) {
        long longest = Math.min(LONGEST_BACKOFF.toMillis(), FIRST_BACKOFF.toMillis() << Math.min(earlierFailures, 16));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }
}
