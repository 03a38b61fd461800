package io.keydesk.api.process;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Endpoints;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A region that every instance reaches, as a Kubernetes cluster is: what is made of a cluster lies in a folder that they share.
 * Each step takes its time, and is written down with its beginning, its end and who took it.
 */
final class SharedRegion implements Provisioner {

    static final String NAME = "shared";
    static final int STEPS = 5;

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final StepLog log;
    private final Clock clock;

    SharedRegion(StepLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Region region() {
        return new Region(NAME, "kubernetes", true, null, new Region.Engine("valkey", "8.0.1", false));
    }

    @Override
    public PlannedWork preview(DesiredCluster desired) {
        return PlannedWork.NONE;
    }

    @Override
    public Outcome apply(DesiredCluster desired) {
        int done = log.done(desired.id(), desired.revision());
        if (done >= STEPS) {
            return new Outcome.Ready(seen(desired.revision(), Condition.Status.TRUE), List.of());
        }
        // What a step tells is what it saw when it began, as with every region.
        var outcome = new Outcome.InProgress(
                new Progress(done + 1, STEPS, "Step " + (done + 1)),
                seen(0, Condition.Status.FALSE),
                List.of(),
                AT_ONCE);
        log.begin(desired.id(), desired.revision());
        take(STEP);
        log.end(desired.id(), desired.revision());
        return outcome;
    }

    private static void take(Duration time) {
        try {
            new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Observation seen(int revision, Condition.Status status) {
        var conditions = Arrays.stream(Condition.Type.values())
                .map(type -> new Condition(type, status, "Seen", "As it was seen.", clock.instant()))
                .toList();
        return new Observation(revision, conditions, List.of(), new Endpoints("127.0.0.1", 1, List.of("127.0.0.1:1")));
    }

    @Override
    public Observation observe(DesiredCluster desired) {
        return Observation.NOTHING;
    }

    @Override
    public Outcome delete(ClusterId cluster) {
        return new Outcome.Gone(List.of());
    }

    @Override
    public Optional<Credentials> credentials(ClusterId cluster) {
        return Optional.empty();
    }
}
