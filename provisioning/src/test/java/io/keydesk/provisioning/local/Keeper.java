package io.keydesk.provisioning.local;

import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.Patience;
import io.keydesk.service.provisioning.Happening;
import io.keydesk.service.provisioning.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** Looks after one cluster of a region as the reconciler does: at once when woken, else with its pauses. */
final class Keeper implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration HEALTHY = Duration.ofSeconds(2);
    private static final Duration UNWELL = Duration.ofSeconds(1);
    private static final Duration BACKOFF = Duration.ofMillis(250);

    private final LocalRegionFixture region;
    private final RunningCluster cluster;
    private final Queue<Happening> happenings = new ConcurrentLinkedQueue<>();
    private final ReentrantLock looking = new ReentrantLock();
    private final CompletableFuture<Void> work;
    private volatile Look last = new Look(System.nanoTime(), new Outcome.Gone(List.of()));
    private volatile boolean stopped;

    private record Look(long begun, Outcome outcome) {}

    Keeper(LocalRegionFixture region, RunningCluster cluster) {
        this.region = region;
        this.cluster = cluster;
        this.work = CompletableFuture.runAsync(this::keep, Executors.newVirtualThreadPerTaskExecutor());
    }

    private void keep() {
        int failures = 0;
        while (!stopped) {
            int woken = region.woken().size();
            var outcome = look();
            failures = outcome instanceof Outcome.Failed ? failures + 1 : 0;
            Patience.until(
                    pause(outcome, failures), () -> stopped || region.woken().size() > woken);
        }
    }

    private Outcome look() {
        looking.lock();
        try {
            long begun = System.nanoTime();
            var outcome = cluster.provisioner().apply(cluster.desired());
            happenings.addAll(outcome.happenings());
            last = new Look(begun, outcome);
            return outcome;
        } finally {
            looking.unlock();
        }
    }

    private static Duration pause(Outcome outcome, int failures) {
        return switch (outcome) {
            case Outcome.InProgress working -> working.retryAfter();
            case Outcome.Ready ready -> ready.seen().isHealthy() ? HEALTHY : UNWELL;
            case Outcome.Failed _ -> BACKOFF.multipliedBy(1L << Math.min(failures - 1, 4));
            case Outcome.Away away -> away.retryAfter();
            case Outcome.Gone _ -> HEALTHY;
        };
    }

    /** Does something between two looks, and says when. */
    long meanwhile(Runnable fault) {
        looking.lock();
        try {
            fault.run();
            return System.nanoTime();
        } finally {
            looking.unlock();
        }
    }

    /** How long after that moment all was found well. */
    Duration settledAfter(long moment) {
        await().atMost(BOUND)
                .failFast(
                        "it failed for good",
                        () -> last.outcome() instanceof Outcome.Failed failed && !failed.retryable())
                .until(() -> last.begun() > moment
                        && last.outcome() instanceof Outcome.Ready ready
                        && ready.seen().isHealthy());
        return Duration.ofNanos(System.nanoTime() - moment);
    }

    /** Until a look failed for this reason; what it said. */
    String failedWith(String reason) {
        await().atMost(BOUND)
                .until(() -> last.outcome() instanceof Outcome.Failed failed
                        && failed.reason().equals(reason));
        return last.outcome() instanceof Outcome.Failed failed ? failed.message() : "";
    }

    List<String> types() {
        return happenings.stream().map(Happening::type).toList();
    }

    @Override
    public void close() {
        stopped = true;
        work.join();
    }
}
