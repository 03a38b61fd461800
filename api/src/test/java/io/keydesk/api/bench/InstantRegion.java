package io.keydesk.api.bench;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Endpoints;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A region in which everything is as desired at once, and which would hear of changes: what is left is keydesk's own work. It
 * becomes part of a keydesk by {@code --spring.main.sources}.
 */
final class InstantRegion implements Provisioner {

    static final String NAME = "instant";

    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final Instant SINCE = Instant.parse("2026-11-01T10:00:00Z");

    @Override
    public Region region() {
        return new Region(NAME, "local", true, null, new Engine("valkey", "8.0.1", false));
    }

    @Override
    public Optional<Duration> interval() {
        return Optional.of(INTERVAL);
    }

    @Override
    public PlannedWork preview(DesiredCluster desired) {
        return PlannedWork.NONE;
    }

    @Override
    public Outcome apply(DesiredCluster desired) {
        return new Outcome.Ready(observe(desired), List.of());
    }

    @Override
    public Observation observe(DesiredCluster desired) {
        return seen(desired.revision());
    }

    /** As much as a real region sees of a healthy cluster. */
    static Observation seen(int revision) {
        var conditions = Arrays.stream(Condition.Type.values())
                .map(type -> new Condition(
                        type,
                        Condition.Status.TRUE,
                        "AsDesired",
                        "All three nodes and all three Sentinels are as they are desired.",
                        SINCE))
                .toList();
        var nodes = IntStream.range(0, 3).mapToObj(InstantRegion::node).toList();
        var sentinels = nodes.stream().map(NodeObservation::sentinelAddress).toList();
        return new Observation(revision, conditions, nodes, new Endpoints("127.0.0.1", 17003, sentinels));
    }

    private static NodeObservation node(int index) {
        return new NodeObservation(
                index,
                State.RUNNING,
                index == 0 ? Role.PRIMARY : Role.REPLICA,
                "127.0.0.1:" + (17000 + index),
                index == 0 ? null : Boolean.TRUE,
                "127.0.0.1:" + (17003 + index),
                State.RUNNING,
                2_000_000L);
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
