package io.keydesk.service.provisioning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.PlannedObject.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every provisioner promises. Each test gets a region without clusters. */
public abstract class ProvisionerContract {

    protected abstract Provisioner provisioner();

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
        return Looping.apply(provisioner(), desired, bound());
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
        assertThat(provisioner().credentials(desired.id())).isPresent();
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
    void appliesTheNextRevision() {
        var first = desired();
        apply(first);
        var next = Desired.changed(first, Map.of("timeout", "300"));

        assertThat(provisioner().preview(next).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CHANGE);
        assertThat(apply(next).ready().seen().revision()).isEqualTo(2);
        assertThat(provisioner().preview(next).objects()).isEmpty();
    }

    @Test
    void tellsTheMemoryThatEachNodeUses() {
        var nodes = apply(desired()).ready().seen().nodes();

        assertThat(nodes)
                .extracting(NodeObservation::usedMemoryBytes)
                .doesNotContainNull()
                .allSatisfy(bytes -> assertThat(bytes).isBetween(100_000L, 100_000_000L));
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
        apply(first);
        var both = Desired.next(
                first,
                first.state().withNamespaces(List.of(first.state().namespaces().getFirst(), otherNamespace())));
        var other = Desired.next(both, first.state().withNamespaces(List.of(otherNamespace())));

        assertThat(provisioner().preview(both).objects())
                .isNotEmpty()
                .noneMatch(object -> object.action() == Action.DELETE);
        assertThat(apply(both).ready().seen().revision()).isEqualTo(2);
        assertThat(provisioner().preview(both).objects()).isEmpty();
        assertThat(provisioner().preview(other).objects()).isNotEmpty();
        assertThat(apply(other).ready().seen().revision()).isEqualTo(3);
        assertThat(provisioner().preview(other).objects()).isEmpty();
    }

    @Test
    void keepsTheCredentials() {
        var desired = desired();
        apply(desired);
        var credentials = provisioner().credentials(desired.id());

        apply(Desired.changed(desired, Map.of("timeout", "300")));

        assertThat(provisioner().credentials(desired.id())).isEqualTo(credentials);
        assertThat(credentials)
                .hasValueSatisfying(found -> assertThat(found.toString()).doesNotContain(found.password()));
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
    void leavesNothingOfADeletedCluster() {
        var desired = desired();
        apply(desired);

        assertThat(provisioner().preview(Desired.deleted(desired)).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.DELETE);
        assertThat(Looping.delete(provisioner(), desired.id(), bound()).outcome())
                .isInstanceOf(Outcome.Gone.class);
        assertThat(provisioner().observe(desired)).isEqualTo(Observation.NOTHING);
        assertThat(provisioner().credentials(desired.id())).isEmpty();
    }

    @Test
    void saysGoneOfAClusterThatWasNeverThere() {
        assertThat(provisioner().delete(new ClusterId(UUID.randomUUID()))).isInstanceOf(Outcome.Gone.class);
    }
}
