package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.valkey.UnderLoad;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Provisioner;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
        var on = Desired.poweredOn(off);

        var drill = underLoad("drill", desired, () -> {
                    Converging.apply(provisioner, drilled);
                    return requireNonNull(provisioner.observe(drilled).lastDrill());
                })
                .losesNothingAndHardlyPauses()
                .outcome();
        System.out.println("kubernetes: drill, as keydesk measured it: " + drill.sentence());
        assertThat(requireNonNull(drill.measured()).lost()).isZero();
        underLoad("power-off and power-on, persistence aof; the gap is the time off", drilled, () -> {
                    powerOff(off);
                    return Converging.apply(provisioner, on);
                })
                .losesNothing();

        assertThat(pods()).hasSize(3);
        powerOff(Desired.poweredOff(on));
        assertThat(Looping.delete(provisioner, desired.id()).outcome()).isInstanceOf(Outcome.Gone.class);
        assertThat(claims()).isEmpty();
    }

    private <T> UnderLoad<T> underLoad(String scenario, DesiredCluster cluster, Supplier<T> work) {
        return KubernetesRegionFixture.underLoad(scenario, provisioner, cluster, work);
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
}
