package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Kubernetes that knows the kinds of the Prometheus operator. */
@Timeout(120)
class MonitoringTests {

    private static final Map<String, String> EXPORTER =
            Map.of("exporter-image", "oliver006/redis_exporter:v1.69.0", "monitoring-namespace", "monitoring");

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    @BeforeEach
    void install() {
        region.kubernetes().define("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor");
        region.kubernetes().define("monitoring.coreos.com", "v1", "prometheusrules", "PrometheusRule");
    }

    @Test
    void makesAndRemovesMonitorsWithTheCluster() {
        var provisioner = region.open(EXPORTER);
        var desired = Desired.cluster("orders-cache");

        Converging.apply(provisioner, desired);

        assertThat(region.kubernetes().object("servicemonitors", SYSTEM, "rfr-orders-cache"))
                .isPresent();
        assertThat(region.kubernetes().object("prometheusrules", SYSTEM, "rfr-orders-cache"))
                .isPresent();
        assertThat(Looping.delete(provisioner, desired.id()).outcome()).isInstanceOf(Outcome.Gone.class);
        assertThat(region.kubernetes().object("servicemonitors", SYSTEM, "rfr-orders-cache"))
                .isEmpty();
    }

    @Test
    void removesWhatIsNotWantedAnyMore() {
        var desired = Desired.cluster("orders-cache");
        Converging.apply(region.open(EXPORTER), desired);

        Converging.apply(region.open(), desired);

        assertThat(region.kubernetes().object("servicemonitors", SYSTEM, "rfr-orders-cache"))
                .isEmpty();
    }
}
