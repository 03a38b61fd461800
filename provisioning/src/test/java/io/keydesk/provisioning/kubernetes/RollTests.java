package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is done on purpose to a cluster on Kubernetes loses nothing that a client was told is written. */
@Timeout(180)
class RollTests {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    private final DesiredCluster desired = Desired.cluster("orders-cache");
    private final Provisioner provisioner = region.open();

    @BeforeEach
    void order() {
        Converging.apply(provisioner, desired);
    }

    @Test
    void rollsForSettingsAndGivesEachNodeAVolumeWithoutLoss() {
        var next = Desired.changed(desired, Map.of("databases", "32", "persistence", "aof"));

        var figures = underLoad("settings and volumes", () -> Converging.apply(provisioner, next));

        assertThat(figures.lost()).isZero();
        assertThat(region.kubernetes().object("persistentvolumeclaims", SYSTEM, "data-rfr-orders-cache-0"))
                .isPresent();
        assertThat(provisioner.observe(next).revision()).isEqualTo(2);
    }

    @Test
    void rollsForAnotherImageWithoutLoss() {
        var upgraded = region.open(Map.of("image", "valkey/valkey:8.1.2-alpine"));

        var figures = underLoad("another image", () -> Converging.apply(upgraded, desired));

        assertThat(figures.lost()).isZero();
        assertThat(IntStream.range(0, 3))
                .allSatisfy(index -> assertThat(image(index)).endsWith(":8.1.2-alpine"));
    }

    @Test
    void upgradesToAnotherVersionWithoutLoss() {
        var offering = region.open(Map.of("further-images", "valkey/valkey:8.1.4-alpine,valkey/valkey:9.0.0-alpine"));
        var next = Desired.next(desired, desired.state().withVersion("8.1.4"));

        assertThat(offering.region().engines())
                .extracting(Region.Engine::version)
                .containsExactly("8.1.1", "8.1.4", "9.0.0");
        assertThat(offering.preview(next).objects())
                .filteredOn(object -> object.kind().equals("StatefulSet"))
                .singleElement()
                .satisfies(object -> assertThat(object.diff()).contains("8.1.4-alpine"));
        var figures = underLoad("version 8.1.4", () -> Converging.apply(offering, next));

        assertThat(figures.lost()).isZero();
        assertThat(figures.gap()).isLessThan(Duration.ofSeconds(3));
        assertThat(IntStream.range(0, 3))
                .allSatisfy(index -> assertThat(image(index)).endsWith(":8.1.4-alpine"));
        // The older images are gone from the properties: what comes next is run, and nothing that is older.
        var newer = region.open(Map.of("image", "valkey/valkey:9.0.0-alpine"));
        assertThat(newer.preview(next).objects())
                .anyMatch(object -> String.valueOf(object.diff()).contains("9.0.0-alpine"));
        assertThat(region.open().apply(next)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("VersionMissing");
            assertThat(failed.message()).contains("8.1.4", "keydesk.regions.north.further-images");
        });
    }

    @Test
    void growsAndShrinksInPlaceWithoutAnyRestart() {
        var before = uids();
        var large = plan(desired, "s");

        var figures = underLoad("plan s and back", () -> {
            Converging.apply(provisioner, large);
            assertThat(memory(0)).isEqualTo("1Gi");
            Converging.apply(provisioner, plan(large, "xs"));
        });

        assertThat(figures.lost()).isZero();
        assertThat(memory(0)).isEqualTo("256Mi");
        assertThat(uids()).isEqualTo(before);
    }

    @Test
    void growsByARollWhereAMachineCannotResize() {
        region.kubernetes().machines().cannotResize(_ -> true, "node has no room");
        var before = uids();

        var figures = underLoad("plan s by a roll", () -> Converging.apply(provisioner, plan(desired, "s")));

        assertThat(figures.lost()).isZero();
        assertThat(memory(0)).isEqualTo("1Gi");
        assertThat(uids()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void finishesARollThatAnotherKeydeskHasBegun() {
        var next = Desired.changed(desired, Map.of("databases", "32"));

        var figures = underLoad("a roll that was cut off", () -> {
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> provisioner.apply(next).happenings().stream()
                            .anyMatch(told -> told.type().equals("node-restarting")));
            Converging.apply(region.open(), next);
        });

        assertThat(figures.lost()).isZero();
        assertThat(provisioner.observe(next).revision()).isEqualTo(2);
    }

    private SentinelWriter.Figures underLoad(String what, Runnable work) {
        try (var writer = new SentinelWriter(
                sentinels(provisioner.observe(desired)),
                provisioner.credentials(desired.id()).orElseThrow())) {
            work.run();
            var figures = writer.stop();
            System.out.printf("kubernetes: %s: %s%n", what, figures);
            return figures;
        }
    }

    private static List<String> sentinels(Observation seen) {
        return seen.nodes().stream().map(NodeObservation::sentinelAddress).toList();
    }

    private static DesiredCluster plan(DesiredCluster earlier, String plan) {
        var state = earlier.state();
        return new DesiredCluster(
                earlier.id(),
                earlier.tenant(),
                earlier.name(),
                earlier.ticket(),
                earlier.revision() + 1,
                new DesiredState(plan, state.namespaces(), state.settings(), false));
    }

    private String image(int index) {
        return pod(index, "/spec/containers/0/image");
    }

    private String memory(int index) {
        return pod(index, "/spec/containers/0/resources/limits/memory");
    }

    private List<String> uids() {
        return IntStream.range(0, 3)
                .mapToObj(index -> pod(index, "/metadata/uid"))
                .toList();
    }

    private String pod(int index, String path) {
        return region.kubernetes()
                .object("pods", SYSTEM, "rfr-orders-cache-" + index)
                .orElseThrow()
                .at(path)
                .asText();
    }
}
