package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class PortForwardTests {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    @Test
    void reachesNodesThroughTheApiServer() {
        var provisioner = region.open(Map.of("reach", "port-forward"));
        var desired = Desired.cluster("orders-cache");

        Converging.apply(provisioner, desired);
        Converging.apply(provisioner, Desired.changed(desired, Map.of("timeout", "300")));

        assertThat(region.kubernetes().requests().all())
                .anyMatch(logged -> logged.request().path().endsWith("/portforward"));
    }
}
