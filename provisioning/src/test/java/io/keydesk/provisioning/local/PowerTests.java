package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.upkeep.DrillNote;
import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

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
        try (var writer = new SentinelWriter(cluster.sentinels(), cluster.credentials())) {
            await().until(() -> writer.acknowledged() > 100);

            var ended = Looping.apply(provisioner, off);

            assertThat(ended.ready().seen().isOff()).isTrue();
            assertThat(ended.types()).isEmpty();
            assertThat(ProcessTable.scan(cluster.folder().root(), region.server())
                            .byConfiguration())
                    .isEmpty();
            assertThat(provisioner.preview(Desired.poweredOn(off)).objects())
                    .hasSize(6)
                    .allMatch(object -> object.action() == Action.CREATE)
                    .extracting(PlannedObject::kind)
                    .containsOnly("process");
            var on = Desired.poweredOn(off);
            Looping.apply(provisioner, on).ready();
            assertThat(writer.stop().lost()).isZero();
        }
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
        try (var writer = new SentinelWriter(cluster.sentinels(), cluster.credentials())) {
            await().until(() -> writer.acknowledged() > 100);

            var drill = Looping.apply(provisioner, drilled).ready().seen().lastDrill();

            int before = writer.acknowledged();
            await().until(() -> writer.acknowledged() > before + 100);
            var figures = writer.stop();
            LoggerFactory.getLogger(PowerTests.class)
                    .atInfo()
                    .addKeyValue("drill", drill)
                    .addKeyValue("figures", figures)
                    .log("Drilled while a client wrote");
            assertThat(figures.lost()).isZero();
            assertThat(figures.gap()).isLessThan(Duration.ofSeconds(3));
        }
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
