package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import io.keydesk.service.provisioning.PlannedWork;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class ForecastTests {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    @Test
    void showsEveryObjectOfAnOrderAndStoresNone() {
        var work = region.open().preview(Desired.cluster("orders-cache"));

        assertThat(work.warnings()).isEmpty();
        assertThat(work.objects()).hasSize(17).allMatch(object -> object.action() == Action.CREATE);
        assertThat(diff(work, "StatefulSet")).contains("+  replicas: 3", "+kind: \"StatefulSet\"");
        assertThat(diff(work, "Secret"))
                .contains("+  ops-password: \"(hidden)\"")
                .doesNotContainPattern("[0-9a-f]{64}");
        assertThat(region.kubernetes().object("statefulsets", SYSTEM, "rfr-orders-cache"))
                .isEmpty();
    }

    @Test
    void showsOnlyWhatAChangeTouches() {
        var provisioner = region.open();
        var desired = Desired.cluster("orders-cache");
        Converging.apply(provisioner, desired);

        var work = provisioner.preview(Desired.changed(desired, Map.of("timeout", "300")));

        assertThat(work.objects()).singleElement().satisfies(object -> {
            assertThat(object.kind()).isEqualTo("ConfigMap");
            assertThat(object.name()).isEqualTo("valkey-system/rfr-orders-cache");
            assertThat(object.action()).isEqualTo(Action.CHANGE);
            assertThat(object.diff()).contains("-    timeout 0", "+    timeout 300");
        });
    }

    private static String diff(PlannedWork work, String kind) {
        return work.objects().stream()
                .filter(object -> object.kind().equals(kind))
                .map(PlannedObject::diff)
                .findFirst()
                .orElseThrow();
    }
}
