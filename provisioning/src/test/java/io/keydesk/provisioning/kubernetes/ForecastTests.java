package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keydesk.provisioning.kubernetes.fake.Fault;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import io.keydesk.service.provisioning.PlannedWork;
import java.util.List;
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
        assertThat(work.objects()).hasSize(18).allMatch(object -> object.action() == Action.CREATE);
        assertThat(work.objects())
                .filteredOn(object -> object.name().endsWith("rfr-orders-cache-addresses"))
                .singleElement()
                .satisfies(object ->
                        assertThat(object.diff()).contains("+  NODES: \"(what the Services of the nodes are given)\""));
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

    @Test
    void tellsWhetherAPlanRestartsNodes() {
        var provisioner = region.open();
        var desired = Desired.cluster("orders-cache");
        Converging.apply(provisioner, desired);
        var larger = Desired.next(desired, desired.state().withPlan("m"));

        var inPlace = provisioner.preview(larger);

        assertThat(inPlace.rolls()).isFalse();
        assertThat(inPlace.warnings()).singleElement().asString().contains("grow while they run");
        assertThat(inPlace.objects())
                .extracting(PlannedObject::kind, PlannedObject::action)
                .containsExactly(tuple("ConfigMap", Action.CHANGE), tuple("StatefulSet", Action.CHANGE));
        assertThat(region.kubernetes().object("pods", SYSTEM, "rfr-orders-cache-0"))
                .hasValueSatisfying(pod -> assertThat(pod.at("/spec/containers/0/resources/limits/memory")
                                .asText())
                        .isEqualTo("256Mi"));

        region.kubernetes().faults().all(request -> request.concerns("resize"), Fault.status(422));
        var refused = provisioner.preview(larger);

        assertThat(refused.rolls()).isTrue();
        assertThat(refused.warnings()).isEmpty();
        assertThat(provisioner
                        .preview(Desired.changed(desired, Map.of("timeout", "300")))
                        .rolls())
                .isFalse();
    }

    @Test
    void showsWhatIsWithdrawnFromANamespace() {
        region.kubernetes().createNamespace("checkout");
        var provisioner = region.open();
        var desired = Desired.cluster("orders-cache");
        Converging.apply(provisioner, desired);
        var moved = Desired.next(desired, desired.state().withNamespaces(List.of("checkout")));

        assertThat(provisioner.preview(moved).objects())
                .extracting(PlannedObject::kind, PlannedObject::name, PlannedObject::action)
                .containsExactlyInAnyOrder(
                        tuple("NetworkPolicy", "valkey-system/rfr-orders-cache", Action.CHANGE),
                        tuple("ConfigMap", "checkout/orders-cache-valkey", Action.CREATE),
                        tuple("Secret", "checkout/orders-cache-valkey", Action.CREATE),
                        tuple("ConfigMap", "shop/orders-cache-valkey", Action.DELETE),
                        tuple("Secret", "shop/orders-cache-valkey", Action.DELETE));

        Converging.apply(provisioner, moved);

        for (var kind : List.of("configmaps", "secrets")) {
            assertThat(region.kubernetes().object(kind, "shop", "orders-cache-valkey"))
                    .isEmpty();
            assertThat(region.kubernetes().object(kind, "checkout", "orders-cache-valkey"))
                    .isPresent();
        }
        assertThat(region.kubernetes().object("networkpolicies", SYSTEM, "rfr-orders-cache"))
                .hasValueSatisfying(policy ->
                        assertThat(policy.toString()).contains("\"checkout\"").doesNotContain("\"shop\""));
    }

    @Test
    void warnsOfVolumesThatDoNotGrow() {
        var provisioner = region.open();
        var desired = Desired.cluster("orders-cache", Map.of("persistence", "aof"));
        Converging.apply(provisioner, desired);

        var work = provisioner.preview(Desired.next(desired, desired.state().withPlan("s")));

        assertThat(work.warnings()).anyMatch(text -> text.contains("keep the 768 MiB") && text.contains("3072 MiB"));
    }

    private static String diff(PlannedWork work, String kind) {
        return work.objects().stream()
                .filter(object -> object.kind().equals(kind))
                .map(PlannedObject::diff)
                .findFirst()
                .orElseThrow();
    }
}
