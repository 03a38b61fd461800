package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to pods, with a client that writes. All tests share one cluster, which each leaves well. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealingOnKubernetesTests {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @RegisterExtension
    static final KubernetesRegionFixture REGION = KubernetesRegionFixture.running();

    private final DesiredCluster desired = Desired.cluster("orders-cache");
    private final KubernetesProvisioner provisioner = REGION.open();

    @BeforeAll
    void order() {
        Converging.apply(provisioner, desired);
    }

    @BeforeEach
    void isWell() {
        Converging.apply(provisioner, desired);
        REGION.woken();
    }

    @Test
    void losesNothingWhenThePrimaryIsKilled() {
        assertThat(lost("primary killed", primary -> REGION.kubernetes().kill(SYSTEM, pod(primary), "valkey")))
                .isZero();
    }

    @Test
    void losesNothingWhenThePodOfThePrimaryIsDeleted() {
        assertThat(lost(
                        "pod of the primary deleted",
                        primary -> REGION.kubernetes().deletePod(SYSTEM, pod(primary), 60)))
                .isZero();
    }

    @Test
    void losesNothingWhenThePodOfThePrimaryIsDeletedByForce() {
        assertThat(lost(
                        "pod of the primary deleted by force",
                        primary -> REGION.kubernetes().deletePod(SYSTEM, pod(primary), 0)))
                .isZero();
    }

    @Test
    void losesNothingWhenAllPodsAreDeletedAtOnce() {
        assertThat(lost("all pods deleted", _ -> {
                    for (int index = 0; index < 3; index++) {
                        REGION.kubernetes().deletePod(SYSTEM, pod(index), 60);
                    }
                }))
                .isZero();
    }

    @Test
    void startsEmptyAndWellWhenAllPodsAreDeletedByForce() {
        for (int index = 0; index < 3; index++) {
            REGION.kubernetes().deletePod(SYSTEM, pod(index), 0);
        }

        await().atMost(BOUND).until(() -> REGION.woken().contains(desired.id()));
        Converging.apply(provisioner, desired);
    }

    @Test
    void labelsTheNewPrimaryBeforeAnybodyLooks() {
        int before = primary();

        REGION.kubernetes().deletePod(SYSTEM, pod(before), 60);

        await().atMost(BOUND)
                .until(() -> IntStream.range(0, 3)
                        .filter(index -> index != before)
                        .anyMatch(index -> role(index).equals("primary")));
        assertThat(REGION.woken()).contains(desired.id());
    }

    private int lost(String what, IntConsumer accident) {
        var seen = provisioner.observe(desired);
        try (var writer = new SentinelWriter(
                seen.nodes().stream().map(NodeObservation::sentinelAddress).toList(),
                provisioner.credentials(desired.id()).orElseThrow())) {
            await().atMost(BOUND).until(() -> writer.acknowledged() > 100);
            accident.accept(primary());
            await().atMost(BOUND).until(() -> REGION.woken().contains(desired.id()));
            Converging.apply(provisioner, desired);
            int before = writer.acknowledged();
            await().atMost(BOUND).until(() -> writer.acknowledged() > before + 100);
            var figures = writer.stop();
            System.out.printf("kubernetes: %s: %s%n", what, figures);
            return figures.lost();
        }
    }

    private int primary() {
        return provisioner.observe(desired).primary().orElseThrow().index();
    }

    private static String role(int index) {
        return REGION.kubernetes()
                .object("pods", SYSTEM, pod(index))
                .map(pod -> pod.at("/metadata/labels/role").asText())
                .orElse("");
    }

    private static String pod(int index) {
        return "rfr-orders-cache-" + index;
    }
}
