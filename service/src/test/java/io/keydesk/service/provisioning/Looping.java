package io.keydesk.service.provisioning;

import static org.awaitility.Awaitility.await;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.provisioning.Outcome.InProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Calls a provisioner again and again, as a worker does. */
public final class Looping {

    /** On a machine that has all it needs. */
    static final Duration BOUND = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Where it ended, and all that happened on the way. */
    public record Ended(Outcome outcome, List<Happening> happenings) {

        public Outcome.Ready ready() {
            if (outcome instanceof Outcome.Ready ready) {
                return ready;
            }
            throw new AssertionError("expected to end ready, but it was: " + outcome);
        }

        public List<String> types() {
            return happenings.stream().map(Happening::type).toList();
        }
    }

    private Looping() {}

    /** Applies until it is ready or failed. */
    public static Ended apply(Provisioner provisioner, DesiredCluster desired) {
        return apply(provisioner, desired, BOUND);
    }

    static Ended apply(Provisioner provisioner, DesiredCluster desired, Duration bound) {
        return loop(() -> provisioner.apply(desired), bound);
    }

    /** Deletes until it is gone or failed. */
    public static Ended delete(Provisioner provisioner, ClusterId cluster) {
        return delete(provisioner, cluster, BOUND);
    }

    static Ended delete(Provisioner provisioner, ClusterId cluster, Duration bound) {
        return loop(() -> provisioner.delete(cluster), bound);
    }

    private static Ended loop(Supplier<Outcome> step, Duration bound) {
        var happenings = new ArrayList<Happening>();
        var last = await().atMost(bound)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(
                        () -> {
                            var outcome = step.get();
                            happenings.addAll(outcome.happenings());
                            return outcome;
                        },
                        outcome -> !(outcome instanceof InProgress));
        return new Ended(last, happenings);
    }
}
