package io.keydesk.provisioning.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.upkeep.DrillNote;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters of this machine that are powered off and on, and drills, with data in them. */
@Timeout(90)
class PowerTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @ParameterizedTest
    @ValueSource(strings = {"rdb", "aof"})
    void keepsEveryAcknowledgedWriteOfAClusterThatKeepsData(String persistence) {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner, Map.of("persistence", persistence));
        var off = Desired.poweredOff(cluster.desired());
        var on = Desired.poweredOn(off);

        cluster.underLoad(
                        "power-off and power-on, persistence %s; the gap is the time off".formatted(persistence),
                        () -> {
                            var ended = cluster.apply(off);
                            assertThat(ended.ready().seen().isOff()).isTrue();
                            assertThat(ended.types()).isEmpty();
                            assertThat(ProcessTable.scan(cluster.folder().root(), region.server())
                                            .byConfiguration())
                                    .isEmpty();
                            assertThat(provisioner.preview(on).objects())
                                    .hasSize(6)
                                    .allMatch(object -> object.action() == Action.CREATE)
                                    .extracting(PlannedObject::kind)
                                    .containsOnly("process");
                            return cluster.apply(on).ready();
                        })
                .losesNothing();
    }

    @Test
    void goesOnAfterARestartOfKeydeskInTheMidst() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first, Map.of("persistence", "aof"));
        try (var client = cluster.client()) {
            client.set("order:1", "shipped");
        }
        var off = Desired.poweredOff(cluster.desired());
        // Of all that is to end, the Sentinels have ended.
        for (var slot : Slot.all(Slot.Kind.SENTINEL)) {
            cluster.kill(slot);
        }
        first.close();

        var second = region.open(false);
        assertThat(Looping.apply(second, off).ready().seen().isOff()).isTrue();
        second.close();
        var third = region.open(false);
        assertThat(Looping.apply(third, off).happenings()).isEmpty();
        var on = Desired.poweredOn(off);
        Looping.apply(third, on).ready();

        try (var client = new RunningCluster(third, cluster.folder(), on).client()) {
            assertThat(client.get("order:1")).isEqualTo("shipped");
        }
    }

    @Test
    void losesNothingInADrillAndLeavesNoKeyBehind() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var drilled = Desired.drilled(cluster.desired());

        var applied = cluster.underLoad("drill", () -> cluster.apply(drilled).ready());

        applied.losesNothingAndHardlyPauses();
        var drill = requireNonNull(applied.outcome().seen().lastDrill());
        System.out.println("local: drill, as keydesk measured it: " + drill.sentence());
        assertThat(requireNonNull(drill.measured()).lost()).isZero();
        var after = new RunningCluster(provisioner, cluster.folder(), drilled);
        try (var client = after.client()) {
            assertThat(client.keys("keydesk:*")).isEmpty();
        }
    }

    @Test
    void doesNotFailOverAgainWhereADrillWasCutOffAfterwards() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var drilled = Desired.drilled(cluster.desired());
        noteBegun(cluster, drilled, 1);

        var seen = Looping.apply(provisioner, drilled).ready().seen();

        assertThat(seen.primary().orElseThrow().index()).isZero();
        assertThat(seen.lastDrill()).satisfies(drill -> {
            assertThat(drill.from()).isOne();
            assertThat(drill.to()).isZero();
            assertThat(drill.measured()).isNull();
        });
    }

    @Test
    void failsOverWhereADrillWasCutOffBefore() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var drilled = Desired.drilled(cluster.desired());
        noteBegun(cluster, drilled, 0);

        var seen = Looping.apply(provisioner, drilled).ready().seen();

        assertThat(seen.primary().orElseThrow().index()).isNotZero();
        assertThat(seen.lastDrill())
                .satisfies(drill -> assertThat(drill.measured()).isNotNull());
    }

    private static void noteBegun(RunningCluster cluster, DesiredCluster drilled, int from) {
        PrivateFiles.write(cluster.folder().drill(), new DrillNote(drilled.revision(), from, null).text());
    }
}
