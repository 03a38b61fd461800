package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SHOP;
import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is done on purpose to a cluster on Kubernetes loses nothing that a client was told is written, and lets nobody wait for
 * long.
 */
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

        underLoad("settings and volumes", () -> Converging.apply(provisioner, next));

        assertThat(region.kubernetes().object("persistentvolumeclaims", SYSTEM, "data-rfr-orders-cache-0"))
                .isPresent();
        assertThat(provisioner.observe(next).revision()).isEqualTo(2);
    }

    @Test
    void rollsForAnotherImageWithoutLoss() {
        var upgraded = region.open(Map.of("image", "valkey/valkey:8.1.2-alpine"));

        underLoad("another image", () -> Converging.apply(upgraded, desired));

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
        underLoad("version 8.1.4", () -> Converging.apply(offering, next));

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
        var large = Desired.next(desired, desired.state().withPlan("s"));

        underLoad("plan s and back", () -> {
            Converging.apply(provisioner, large);
            assertThat(memory(0)).isEqualTo("1Gi");
            return Converging.apply(provisioner, Desired.next(large, desired.state()));
        });

        assertThat(memory(0)).isEqualTo("256Mi");
        assertThat(uids()).isEqualTo(before);
    }

    @Test
    void opensAndClosesAccessAndRollsBackWithoutAnyRestart() {
        region.kubernetes().createNamespace("checkout");
        var before = uids();
        var opened = Desired.next(desired, desired.state().withNamespaces(List.of(SHOP, "checkout")));
        var closed = Desired.next(opened, opened.state().withNamespaces(List.of("checkout")));
        var changed = Desired.changed(closed, Map.of("timeout", "300"));
        var back = Desired.next(changed, changed.state().backTo(desired.state()));

        underLoad("a namespace let in", () -> Converging.apply(provisioner, opened));
        assertThat(published()).containsExactly(SHOP, "checkout");
        underLoad("a namespace shut out", () -> Converging.apply(provisioner, closed));
        assertThat(published()).containsExactly("checkout");
        underLoad("settings and access rolled back", () -> {
            Converging.apply(provisioner, changed);
            return Converging.apply(provisioner, back);
        });

        assertThat(published()).containsExactly(SHOP);
        assertThat(region.kubernetes().object("configmaps", SYSTEM, "rfr-orders-cache"))
                .hasValueSatisfying(
                        nodes -> assertThat(nodes.at("/data").toString()).contains("timeout 0"));
        assertThat(provisioner.observe(back).revision()).isEqualTo(5);
        assertThat(uids()).isEqualTo(before);
    }

    /** The namespaces that have the connection. */
    private List<String> published() {
        return Stream.of(SHOP, "checkout")
                .filter(namespace -> Stream.of("configmaps", "secrets")
                        .allMatch(kind -> region.kubernetes()
                                .object(kind, namespace, "orders-cache-valkey")
                                .isPresent()))
                .toList();
    }

    @Test
    void growsByARollWhereAMachineCannotResize() {
        region.kubernetes().machines().cannotResize(_ -> true, "node has no room");
        var before = uids();

        underLoad(
                "plan s by a roll",
                () -> Converging.apply(
                        provisioner, Desired.next(desired, desired.state().withPlan("s"))));

        assertThat(memory(0)).isEqualTo("1Gi");
        assertThat(uids()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void finishesARollThatAnotherKeydeskHasBegun() {
        var next = Desired.changed(desired, Map.of("databases", "32"));

        underLoad("a roll that was cut off", () -> {
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> provisioner.apply(next).happenings().stream()
                            .anyMatch(told -> told.type().equals("node-restarting")));
            return Converging.apply(region.open(), next);
        });

        assertThat(provisioner.observe(next).revision()).isEqualTo(2);
    }

    /** What is planned: nothing is lost of it, and nobody waits for long. */
    private <T> T underLoad(String scenario, Supplier<T> work) {
        return KubernetesRegionFixture.underLoad(scenario, provisioner, desired, work)
                .losesNothingAndHardlyPauses()
                .outcome();
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
