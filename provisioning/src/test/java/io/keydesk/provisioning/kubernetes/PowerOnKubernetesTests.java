package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Provisioner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster on Kubernetes that keeps its data: a drill, so that another node than the first is the primary; then off, and on. */
@Timeout(180)
class PowerOnKubernetesTests {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    private final Provisioner provisioner = region.open();

    @Test
    void losesNoAcknowledgedWriteInADrillNorWhilePoweredOff() {
        var desired = Desired.cluster("orders-cache", Map.of("persistence", "aof"));
        Converging.apply(provisioner, desired);
        var drilled = Desired.drilled(desired);
        var off = Desired.poweredOff(drilled);
        try (var writer = new SentinelWriter(
                sentinels(provisioner.observe(desired)),
                provisioner.credentials(desired.id()).orElseThrow())) {
            await().until(() -> writer.acknowledged() > 100);
            Converging.apply(provisioner, drilled);
            var drill = provisioner.observe(drilled).lastDrill();
            System.out.printf("kubernetes: drill: %s%n", drill);
            assertThat(drill).isNotNull();
            assertThat(drill.measured()).isNotNull();
            assertThat(drill.measured().gap()).isLessThan(Duration.ofSeconds(3));
            int before = writer.acknowledged();
            await().until(() -> writer.acknowledged() > before + 100);

            powerOff(off);
            var on = Desired.poweredOn(off);
            Converging.apply(provisioner, on);

            assertThat(pods()).hasSize(3);
            assertThat(writer.stop().lost()).isZero();
            powerOff(Desired.poweredOff(on));
        }
        assertThat(Looping.delete(provisioner, desired.id()).outcome()).isInstanceOf(Outcome.Gone.class);
        assertThat(claims()).isEmpty();
    }

    private void powerOff(DesiredCluster off) {
        assertThat(Looping.apply(provisioner, off).ready().seen().isOff()).isTrue();
        assertThat(pods()).isEmpty();
        assertThat(claims()).hasSize(3);
        assertThat(region.kubernetes().object("poddisruptionbudgets", SYSTEM, "rfr-orders-cache"))
                .isPresent();
    }

    private List<String> pods() {
        return there("pods", "rfr-orders-cache-");
    }

    private List<String> claims() {
        return there("persistentvolumeclaims", "data-rfr-orders-cache-");
    }

    private List<String> there(String resource, String prefix) {
        return IntStream.range(0, 3)
                .mapToObj(index -> prefix + index)
                .filter(name ->
                        region.kubernetes().object(resource, SYSTEM, name).isPresent())
                .toList();
    }

    private static List<String> sentinels(Observation seen) {
        return seen.nodes().stream().map(NodeObservation::sentinelAddress).toList();
    }
}
