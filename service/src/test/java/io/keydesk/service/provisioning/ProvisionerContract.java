package io.keydesk.service.provisioning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.PlannedObject.Action;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every provisioner promises. Each test gets a region without clusters. Whatever a test applies, or deletes, touches what its
 * preview has said, and nothing else.
 */
public abstract class ProvisionerContract {

    /** What the region makes by itself of what a provisioner makes. */
    private static final Set<String> MADE_BY_THE_REGION = Set.of("Pod", "PersistentVolumeClaim");

    protected abstract Provisioner provisioner();

    /**
     * All that is there of a cluster, found without the provisioner: what it is like, by its kind and name as previews have
     * them. Without what the region makes of it by itself, and without what only tells how far the provisioner is.
     */
    protected abstract Map<String, String> parts(DesiredCluster cluster);

    /** The namespaces from which the cluster is reached, found without the provisioner. */
    protected abstract Set<String> reachedFrom(DesiredCluster cluster);

    /** The same region, able to upgrade the clusters that it makes; nothing if it cannot be. */
    protected abstract Optional<Provisioner> upgrading();

    /** A first revision, for a namespace that is there. */
    protected DesiredCluster desired() {
        return Desired.cluster("orders-cache");
    }

    /** A second namespace that is there. */
    protected String otherNamespace() {
        return "checkout";
    }

    /** For how long a cluster may be worked on. */
    protected Duration bound() {
        return Looping.BOUND;
    }

    private Looping.Ended apply(DesiredCluster desired) {
        return apply(provisioner(), desired);
    }

    private Looping.Ended apply(Provisioner provisioner, DesiredCluster desired) {
        return keeping(provisioner.preview(desired), desired, () -> Looping.apply(provisioner, desired, bound()));
    }

    private Looping.Ended keeping(PlannedWork promised, DesiredCluster desired, Supplier<Looping.Ended> work) {
        var before = parts(desired);
        var ended = work.get();
        var after = parts(desired);
        assertThat(touched(before, after))
                .as("what revision %d touched", desired.revision())
                .isEqualTo(promised(promised));
        return ended;
    }

    private static Map<String, Action> promised(PlannedWork work) {
        return work.objects().stream()
                .filter(object -> !MADE_BY_THE_REGION.contains(object.kind()))
                .collect(Collectors.toMap(
                        object -> "%s %s".formatted(object.kind(), object.name()), PlannedObject::action));
    }

    private static Map<String, Action> touched(Map<String, String> before, Map<String, String> after) {
        var touched = new HashMap<String, Action>();
        before.forEach((part, was) -> {
            var is = after.get(part);
            if (!was.equals(is)) {
                touched.put(part, is == null ? Action.DELETE : Action.CHANGE);
            }
        });
        after.keySet().stream()
                .filter(part -> !before.containsKey(part))
                .forEach(part -> touched.put(part, Action.CREATE));
        return touched;
    }

    @Test
    void describesItsRegion() {
        assertThat(provisioner().region().name()).isNotBlank();
        assertThat(provisioner().region().healthy()).isTrue();
        assertThat(provisioner().region().engine()).isNotNull();
    }

    @Test
    void previewsANewClusterAndTouchesNothing() {
        var desired = desired();

        assertThat(provisioner().preview(desired).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CREATE);
        assertThat(provisioner().observe(desired)).isEqualTo(Observation.NOTHING);
        assertThat(provisioner().credentials(desired.id())).isEmpty();
    }

    @Test
    void makesAClusterWithOnePrimaryAndTwoReplicas() {
        var desired = desired();

        var seen = apply(desired).ready().seen();

        assertThat(seen.isHealthy()).isTrue();
        assertThat(seen.revision()).isEqualTo(1);
        assertThat(seen.nodes()).hasSize(3).allMatch(node -> node.state() == State.RUNNING);
        assertThat(seen.nodes().stream().filter(NodeObservation::isPrimary)).hasSize(1);
        assertThat(seen.endpoints()).isNotNull();
        assertThat(seen.nodes())
                .extracting(NodeObservation::usedMemoryBytes)
                .doesNotContainNull()
                .allSatisfy(bytes -> assertThat(bytes).isBetween(100_000L, 100_000_000L));
        assertThat(provisioner().credentials(desired.id()))
                .hasValueSatisfying(found -> assertThat(found.toString()).doesNotContain(found.password()));
    }

    @Test
    void observesAndChangesNothingMoreOnceItIsReady() {
        var desired = desired();
        var made = apply(desired).ready().seen();

        assertThat(provisioner().preview(desired).objects()).isEmpty();
        assertThat(provisioner().apply(desired))
                .isInstanceOfSatisfying(
                        Outcome.Ready.class,
                        ready -> assertThat(ready.happenings()).isEmpty());
        var seen = provisioner().observe(desired);
        assertThat(seen.continuing(made).nodes()).isEqualTo(made.nodes());
        assertThat(seen.continuing(made).conditions()).isEqualTo(made.conditions());
    }

    @Test
    void appliesTheNextRevisionAndKeepsTheCredentials() {
        var first = desired();
        apply(first);
        var credentials = provisioner().credentials(first.id());
        var next = Desired.changed(first, Map.of("timeout", "300"));

        assertThat(provisioner().preview(next).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CHANGE);
        assertThat(apply(next).ready().seen().revision()).isEqualTo(2);
        assertThat(provisioner().preview(next).objects()).isEmpty();
        assertThat(provisioner().credentials(first.id())).isEqualTo(credentials);
    }

    @Test
    void changesThePlanUpAndDown() {
        var first = desired();
        apply(first);
        var larger = Desired.next(first, first.state().withPlan("s"));
        var smaller = Desired.next(larger, first.state());

        assertThat(provisioner().preview(larger).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CHANGE);
        assertThat(apply(larger).ready().seen()).satisfies(seen -> {
            assertThat(seen.revision()).isEqualTo(2);
            assertThat(seen.isHealthy()).isTrue();
        });
        assertThat(provisioner().preview(larger).objects()).isEmpty();
        assertThat(apply(smaller).ready().seen()).satisfies(seen -> {
            assertThat(seen.revision()).isEqualTo(3);
            assertThat(seen.isHealthy()).isTrue();
        });
        assertThat(provisioner().preview(smaller).objects()).isEmpty();
    }

    @Test
    void followsTheNamespaces() {
        var first = desired();
        var own = first.state().namespaces().getFirst();
        apply(first);
        assertThat(reachedFrom(first)).containsExactly(own);
        var both = Desired.next(first, first.state().withNamespaces(List.of(own, otherNamespace())));
        var other = Desired.next(both, first.state().withNamespaces(List.of(otherNamespace())));
        var back = Desired.next(other, other.state().backTo(first.state()));

        assertThat(provisioner().preview(both).objects())
                .isNotEmpty()
                .noneMatch(object -> object.action() == Action.DELETE);
        assertThat(apply(both).ready().seen().revision()).isEqualTo(2);
        assertThat(reachedFrom(both)).containsExactlyInAnyOrder(own, otherNamespace());
        assertThat(provisioner().preview(both).objects()).isEmpty();
        assertThat(provisioner().preview(other).objects()).isNotEmpty();
        assertThat(apply(other).ready().seen().revision()).isEqualTo(3);
        assertThat(reachedFrom(other)).containsExactly(otherNamespace());
        assertThat(provisioner().preview(other).objects()).isEmpty();
        assertThat(apply(back).ready().seen().revision()).isEqualTo(4);
        assertThat(reachedFrom(back)).containsExactly(own);
    }

    @Test
    void endsAllThatRunsOfAPoweredOffClusterAndBringsItBack() {
        var desired = desired();
        var made = apply(desired).ready().seen();
        var credentials = provisioner().credentials(desired.id());
        var off = Desired.poweredOff(desired);
        assertThat(provisioner().preview(off).objects()).isNotEmpty();

        var seen = apply(off).ready().seen();

        assertThat(seen.isOff()).isTrue();
        assertThat(seen.revision()).isEqualTo(2);
        assertThat(seen.nodes())
                .hasSize(3)
                .allMatch(node -> node.state() == State.STOPPED && node.sentinelState() == State.STOPPED);
        assertThat(seen.endpoints()).isEqualTo(made.endpoints());
        assertThat(provisioner().preview(off).objects()).isEmpty();
        assertThat(provisioner().apply(off)).isInstanceOfSatisfying(Outcome.Ready.class, ready -> {
            assertThat(ready.happenings()).isEmpty();
            assertThat(ready.seen().isOff()).isTrue();
        });
        assertThat(provisioner().credentials(desired.id())).isEqualTo(credentials);

        var back = apply(Desired.poweredOn(off)).ready().seen();
        assertThat(back.isHealthy()).isTrue();
        assertThat(back.endpoints()).isEqualTo(made.endpoints());
        assertThat(provisioner().credentials(desired.id())).isEqualTo(credentials);
    }

    @Test
    void failsOverOnceForEachDrill() {
        var desired = desired();
        int primary = apply(desired).ready().seen().primary().orElseThrow().index();
        var drilled = Desired.drilled(desired);

        var seen = apply(drilled).ready().seen();

        var drill = seen.lastDrill();
        assertThat(drill).isNotNull();
        assertThat(drill.revision()).isEqualTo(2);
        assertThat(drill.from()).isEqualTo(primary);
        assertThat(seen.primary().orElseThrow().index()).isEqualTo(drill.to()).isNotEqualTo(primary);
        assertThat(drill.measured()).isNotNull();
        assertThat(drill.measured().acknowledged()).isPositive();
        assertThat(drill.measured().lost()).isZero();
        var again = apply(drilled).ready().seen();
        assertThat(again.lastDrill()).isEqualTo(drill);
        assertThat(again.primary().orElseThrow().index()).isEqualTo(drill.to());
    }

    @Test
    void exchangesThePasswordsOnceAndPublishesTheNewOne() {
        var desired = desired();
        apply(desired);
        var first = provisioner().credentials(desired.id()).orElseThrow();
        var rotated = Desired.rotated(desired, Duration.ofHours(1), false);
        assertThat(provisioner().preview(rotated).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CHANGE);
        assertThat(provisioner().credentials(desired.id())).hasValue(first);

        var seen = apply(rotated).ready().seen();

        var second = provisioner().credentials(desired.id()).orElseThrow();
        assertThat(second.username()).isEqualTo(first.username());
        assertThat(second.password()).isNotEqualTo(first.password());
        assertThat(seen.isHealthy()).isTrue();
        assertThat(seen.revision()).isEqualTo(2);
        var last = requireNonNull(seen.lastRotation());
        assertThat(last.generation()).isEqualTo(2);
        assertThat(last.oldUntil()).isEqualTo(last.at().plus(Duration.ofHours(1)));
        assertThat(provisioner().preview(rotated).objects()).isEmpty();
        var again = apply(rotated);
        assertThat(again.types()).isEmpty();
        assertThat(again.ready().seen().lastRotation()).isEqualTo(last);
        assertThat(apply(Desired.changed(rotated, Map.of("timeout", "300")))
                        .ready()
                        .seen()
                        .lastRotation())
                .isEqualTo(last);
        assertThat(provisioner().credentials(desired.id())).hasValue(second);
    }

    @Test
    void upgradesToANewerVersion() {
        var upgrading = upgrading();
        assumeTrue(upgrading.isPresent(), "there is one version only");
        var region = upgrading.get();
        var desired = desired();
        apply(region, desired);
        var credentials = region.credentials(desired.id());
        var newest = region.region().engines().getLast().version();
        assertThat(newest).isNotEqualTo(requireNonNull(region.region().engine()).version());
        var upgraded = Desired.next(desired, desired.state().withVersion(newest));
        assertThat(region.preview(upgraded).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CHANGE);

        var ended = apply(region, upgraded);

        assertThat(ended.ready().seen().revision()).isEqualTo(2);
        assertThat(ended.ready().seen().isHealthy()).isTrue();
        assertThat(ended.types()).doesNotContain("node-died");
        assertThat(region.preview(upgraded).objects()).isEmpty();
        assertThat(region.credentials(desired.id())).isEqualTo(credentials);
        assertThat(apply(region, upgraded).types()).isEmpty();
    }

    @Test
    void leavesNothingOfADeletedCluster() {
        var desired = desired();
        apply(desired);

        assertThat(provisioner().preview(Desired.deleted(desired)).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.DELETE);
        var deleted = Desired.deleted(desired);
        var ended = keeping(
                provisioner().preview(deleted), deleted, () -> Looping.delete(provisioner(), desired.id(), bound()));

        assertThat(ended.outcome()).isInstanceOf(Outcome.Gone.class);
        assertThat(parts(desired)).isEmpty();
        assertThat(provisioner().observe(desired)).isEqualTo(Observation.NOTHING);
        assertThat(provisioner().credentials(desired.id())).isEmpty();
    }

    @Test
    void saysGoneOfAClusterThatWasNeverThere() {
        assertThat(provisioner().delete(new ClusterId(UUID.randomUUID()))).isInstanceOf(Outcome.Gone.class);
    }
}
