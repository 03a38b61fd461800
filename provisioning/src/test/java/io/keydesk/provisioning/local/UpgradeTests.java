package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import io.keydesk.service.provisioning.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bundled Redis to the Valkey of this machine, which is the longest way that there is. */
@Timeout(120)
class UpgradeTests {

    private static final Optional<Path> VALKEY = TestServers.installed();

    @RegisterExtension
    final LocalRegionFixture region =
            LocalRegionFixture.bundledAnd(VALKEY.map(Path::toString).stream().toList());

    @BeforeEach
    void needsAnInstalledValkey() {
        assumeTrue(VALKEY.isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "aof"})
    void rollsToANewerVersionWithoutLoss(String persistence) {
        var cluster = RunningCluster.order(region, region.open(false), Map.of("persistence", persistence));
        var version = newest(cluster);
        var next = to(version, cluster);
        assertThat(versions(cluster)).allMatch(old -> old.startsWith("6.2."));

        var rolled = cluster.underLoad(
                "upgrade from 6.2 to %s, persistence %s".formatted(version, persistence), () -> cluster.apply(next));

        rolled.losesNothingAndHardlyPauses();
        assertThat(rolled.outcome().ready().seen().revision()).isEqualTo(2);
        assertThat(rolled.outcome().types()).containsOnlyOnce("switched-over").doesNotContain("node-died");
        var upgraded = new RunningCluster(cluster.provisioner(), cluster.folder(), next);
        assertThat(upgraded.observe().isHealthy()).isTrue();
        assertThat(versions(upgraded)).containsOnly(version);
        assertThat(IntStream.range(0, 3))
                .allSatisfy(index -> assertThat(
                                upgraded.askSentinel(index, "INFO", "server").toString())
                        .contains("valkey_version:" + version));
        // What only the newer one understands.
        assertThat(upgraded.setting(2, "maxmemory-clients")).isEqualTo("10%");
        assertThat(Looping.apply(cluster.provisioner(), next).types()).isEmpty();
    }

    @Test
    void goesOnWhenThePrimaryDiesInTheMiddle() {
        var cluster = RunningCluster.order(region, region.open(false));
        var next = to(newest(cluster), cluster);

        cluster.underLoad("primary killed in the middle of an upgrade", () -> {
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> cluster.provisioner().apply(next).happenings().stream()
                            .anyMatch(told -> told.type().equals("node-started")));
            cluster.kill(Slot.node(cluster.primary().index()));
            return cluster.apply(next).ready();
        });

        assertThat(versions(new RunningCluster(cluster.provisioner(), cluster.folder(), next)))
                .containsOnly(newest(cluster));
    }

    @Test
    void finishesAnUpgradeThatAnotherKeydeskHasBegun() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        var next = to(newest(cluster), cluster);

        cluster.underLoad("keydesk restarted in the middle of an upgrade", () -> {
                    await().pollInterval(Duration.ofMillis(20))
                            .until(() -> first.apply(next).happenings().stream()
                                    .anyMatch(told -> told.type().equals("node-restarting")));
                    first.close();
                    return Looping.apply(region.open(false), next).ready();
                })
                .losesNothingAndHardlyPauses();
    }

    @Test
    void previewsThatEachProcessChanges() {
        var cluster = RunningCluster.order(region, region.open(false));

        assertThat(cluster.provisioner().preview(to(newest(cluster), cluster)).objects())
                .filteredOn(object -> object.kind().equals("process"))
                .hasSize(6)
                .extracting(PlannedObject::action)
                .containsOnly(Action.CHANGE);
    }

    @Test
    void saysThatThereIsNoServerOfTheVersion() {
        var cluster = RunningCluster.order(region, region.open(false));

        assertThat(cluster.provisioner().apply(to("99.0.0", cluster)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.message()).contains("99.0.0", "keydesk.local.further-servers"));
    }

    private static String newest(RunningCluster cluster) {
        return cluster.provisioner().region().engines().stream()
                .map(Region.Engine::version)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static DesiredCluster to(String version, RunningCluster cluster) {
        return Desired.next(cluster.desired(), cluster.desired().state().withVersion(version));
    }

    private static List<String> versions(RunningCluster cluster) {
        return cluster.observe().nodes().stream()
                .map(NodeObservation::version)
                .map(String::valueOf)
                .toList();
    }
}
