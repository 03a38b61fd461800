package io.keydesk.provisioning.kubernetes;

import static org.awaitility.Awaitility.await;

import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Happening;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Outcome.Failed;
import io.keydesk.service.provisioning.Outcome.Ready;
import io.keydesk.service.provisioning.Provisioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls a provisioner again and again, as workers do, whatever it answers on the way. */
record Converging(List<Outcome> outcomes, List<Happening> happenings) {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Until it is ready, and all is well. */
    static Converging apply(Provisioner provisioner, DesiredCluster desired) {
        var seen = new Converging(new ArrayList<>(), new ArrayList<>());
        await().atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(
                        () -> seen.note(provisioner.apply(desired)),
                        outcome ->
                                outcome instanceof Ready ready && ready.seen().isHealthy());
        return seen;
    }

    /** Until it says that this is wrong. */
    static Failed failure(Provisioner provisioner, DesiredCluster desired, String reason) {
        var seen = new Converging(new ArrayList<>(), new ArrayList<>());
        await().atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(
                        () -> seen.note(provisioner.apply(desired)),
                        outcome -> outcome instanceof Failed failed
                                && failed.reason().equals(reason));
        return (Failed) seen.outcomes().getLast();
    }

    private Outcome note(Outcome outcome) {
        outcomes.add(outcome);
        happenings.addAll(outcome.happenings());
        return outcome;
    }

    List<String> failures() {
        return outcomes.stream()
                .filter(Failed.class::isInstance)
                .map(outcome -> ((Failed) outcome).reason())
                .distinct()
                .toList();
    }

    List<String> types() {
        return happenings.stream().map(Happening::type).toList();
    }
}
