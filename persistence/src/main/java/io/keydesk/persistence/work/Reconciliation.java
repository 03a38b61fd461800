package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.reconcile.ClusterWork;
import io.keydesk.service.reconcile.Look;
import java.time.Duration;
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

    private final ClusterJobs jobs;
    private final Wakes wakes;
    private final Supplier<ClusterWork> work;
    private final Clock clock;

    Reconciliation(ClusterJobs jobs, Wakes wakes, Supplier<ClusterWork> work, Clock clock) {
        this.jobs = jobs;
        this.wakes = wakes;
        this.work = work;
        this.clock = clock;
    }

    Task<Void> task() {
        return Tasks.custom(ClusterJobs.TASK, Void.class)
                // The database was away for a moment, or an error: without this it would be tried in five minutes.
                .onFailure((failed, operations) -> operations.reschedule(
                        failed, clock.now().plus(backoff(failed.getExecution().consecutiveFailures))))
                .onDeadExecution((found, operations) -> operations.reschedule(found, found.getTimeDone()))
                .execute(this::execute);
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        var cluster = new ClusterId(UUID.fromString(instance.getId()));
        var woken = wakes.listen(cluster);
        try {
            return work(cluster, context, woken);
        } finally {
            wakes.forget(cluster, woken);
        }
    }

    private CompletionHandler<Void> work(ClusterId cluster, ExecutionContext context, Signal woken) {
        var job = context.getExecution();
        var turnEnds = clock.now().plus(SLICE);
        while (true) {
            var seen = jobs.wakes(job);
            if (seen.isEmpty()) {
                return (_, _) -> {};
            }
            switch (lookAt(cluster, job, seen.getAsLong())) {
                case Next.Done(var completion) -> {
                    return completion;
                }
                case Next.In(var delay) -> {
                    var next = clock.now().plus(delay);
                    if (delay.compareTo(SHORT_WAIT) > 0
                            || next.isAfter(turnEnds)
                            || context.getSchedulerState().isShuttingDown()
                            || !waited(woken, delay)) {
                        return (_, _) -> jobs.lookAgain(job, seen.getAsLong(), next, clock.now());
                    }
                }
            }
        }
    }

    private Next lookAt(ClusterId cluster, Execution job, long seen) {
        try {
            return switch (work.get().look(cluster)) {
                case Look.Again(var in) -> new Next.In(in);
                case Look.Never _ -> new Next.Done((_, _) -> jobs.end(job, seen, clock.now()));
            };
        } catch (RuntimeException e) {
            log.atWarn()
                    .setMessage("A look at a cluster failed; it is tried again")
                    .addKeyValue("cluster", cluster)
                    .addKeyValue("failures", job.consecutiveFailures + 1)
                    .setCause(e)
                    .log();
            var next = clock.now().plus(backoff(job.consecutiveFailures));
            return new Next.Done((_, _) -> jobs.tryAgain(job, seen, next, clock.now()));
        }
    }

    /** What follows a look. */
    private sealed interface Next {
        record In(Duration delay) implements Next {}

        record Done(CompletionHandler<Void> completion) implements Next {}
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
