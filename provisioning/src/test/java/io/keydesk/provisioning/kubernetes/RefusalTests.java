package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SHOP;
import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Provisioner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What keeps a cluster from being made is told whole, with the object and what to do; and nothing is left when it is given up. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class RefusalTests {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    private final DesiredCluster desired = Desired.cluster("orders-cache");
    private final Provisioner provisioner = region.open();

    @Test
    void makesNothingForANamespaceThatDoesNotExist() {
        var elsewhere = in("nowhere");

        var failed = Converging.failure(provisioner, elsewhere, "NamespaceMissing");

        assertThat(failed.message())
                .isEqualTo(
                        "Namespace nowhere does not exist, so ConfigMap orders-cache-valkey cannot be published there: create it, or ask for another namespace.");
        assertThat(failed.retryable()).isTrue();
        assertThat(region.kubernetes().object("statefulsets", SYSTEM, "rfr-orders-cache"))
                .isEmpty();
        assertThat(provisioner.preview(elsewhere).warnings()).contains(failed.message());

        region.kubernetes().createNamespace("nowhere");
        Converging.apply(provisioner, elsewhere);
    }

    @Test
    void touchesNothingThatIsNotItsOwn() {
        region.kubernetes()
                .client()
                .configMaps()
                .inNamespace(SHOP)
                .resource(foreign())
                .create();

        assertThat(Converging.failure(provisioner, desired, "ObjectTaken").message())
                .startsWith("ConfigMap orders-cache-valkey in namespace shop is there already, and is not keydesk's");
        assertThat(region.kubernetes().object("configmaps", SHOP, "orders-cache-valkey"))
                .hasValueSatisfying(
                        object -> assertThat(object.at("/data/own").asText()).isEqualTo("yes"));
    }

    @Test
    void passesOnWhatAnAdmissionPolicySays() {
        region.kubernetes().admission().refuseKind("NetworkPolicy", "policies are made by the platform team only");

        assertThat(Converging.failure(provisioner, desired, "ObjectRefused").message())
                .contains("rfr-orders-cache", "is forbidden: policies are made by the platform team only");
        assertThat(provisioner.preview(Desired.cluster("other")).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("policies are made by the platform team only"));
        leavesNothing();
    }

    @Test
    void passesOnWhatAQuotaSaysOfPods() {
        region.kubernetes()
                .admission()
                .refuseKind("Pod", "exceeded quota: memory, requested: 256Mi, used: 1Gi, limited: 1Gi");

        assertThat(Converging.failure(provisioner, desired, "PodsRefused").message())
                .contains(
                        "StatefulSet rfr-orders-cache",
                        "exceeded quota: memory, requested: 256Mi, used: 1Gi, limited: 1Gi");
        leavesNothing();
    }

    @Test
    void saysWhyNoMachineTakesAPod() {
        region.kubernetes().machines().haveNoRoomFor(_ -> true, "0/3 nodes are available: 3 Insufficient memory.");

        assertThat(Converging.failure(provisioner, desired, "PodUnschedulable").message())
                .contains(
                        "finds no machine to run on: 0/3 nodes are available: 3 Insufficient memory.", "smaller plan");

        region.kubernetes().machines().recover();
        Converging.apply(provisioner, desired);
    }

    @Test
    void saysWhichImageCannotBePulled() {
        region.kubernetes().machines().cannotPull(_ -> true, "manifest unknown");

        assertThat(Converging.failure(provisioner, desired, "ImageNotPulled").message())
                .contains("valkey/valkey:8.1.1-alpine", "manifest unknown", "Correct the region's image");
        leavesNothing();
    }

    @Test
    void doesNotFightAProgramForAField() {
        Converging.apply(provisioner, desired);
        var budget = """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: rfr-orders-cache, namespace: valkey-system}
                spec: {maxUnavailable: 2}
                """;
        region.kubernetes()
                .client()
                .resource(budget)
                .fieldManager("argocd")
                .forceConflicts()
                .serverSideApply();

        assertThat(Converging.failure(provisioner, desired, "FieldConflict").message())
                .contains("PodDisruptionBudget rfr-orders-cache", ".spec.maxUnavailable", "argocd");
        assertThat(region.kubernetes().object("poddisruptionbudgets", SYSTEM, "rfr-orders-cache"))
                .hasValueSatisfying(object ->
                        assertThat(object.at("/spec/maxUnavailable").asInt()).isEqualTo(2));
    }

    @Test
    void waitsForWhatHoldsAnObjectAndSaysSo() {
        Converging.apply(provisioner, desired);
        region.kubernetes()
                .edit("services", SYSTEM, "rfs-orders-cache", "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> provisioner.delete(desired.id()) instanceof Outcome.InProgress waiting
                                && waiting.progress()
                                        .message()
                                        .contains(
                                                "Service rfs-orders-cache in namespace valkey-system (finalizers: example.com/hold)"));

        region.kubernetes().edit("services", SYSTEM, "rfs-orders-cache", "{\"metadata\":{\"finalizers\":null}}");
        leavesNothing();
    }

    @Test
    void givesTwoTenantsClustersOfTheSameName() {
        Converging.apply(provisioner, desired);
        region.kubernetes().createNamespace("other-shop");
        var another = in("other-shop");

        Converging.apply(provisioner, another);

        assertThat(provisioner.credentials(another.id()))
                .isPresent()
                .isNotEqualTo(provisioner.credentials(desired.id()));
        assertThat(region.kubernetes().object("configmaps", "other-shop", "orders-cache-valkey"))
                .hasValueSatisfying(object -> assertThat(
                                object.at("/data/VALKEY_CLUSTER_NAME").asText())
                        .isEqualTo("orders-cache"));
    }

    private void leavesNothing() {
        assertThat(Looping.delete(provisioner, desired.id()).outcome()).isInstanceOf(Outcome.Gone.class);
        assertThat(provisioner.observe(desired)).isEqualTo(Observation.NOTHING);
        assertThat(region.kubernetes().object("networkpolicies", SYSTEM, "rfr-orders-cache"))
                .isEmpty();
        assertThat(region.kubernetes().object("secrets", SHOP, "orders-cache-valkey"))
                .isEmpty();
        assertThat(region.kubernetes().object("pods", SYSTEM, "rfr-orders-cache-0"))
                .isEmpty();
    }

    private static DesiredCluster in(String namespace) {
        var plain = Desired.cluster("orders-cache");
        var state = plain.state();
        return new DesiredCluster(
                plain.id(),
                plain.tenant(),
                plain.name(),
                plain.ticket(),
                1,
                new DesiredState(state.plan(), List.of(namespace), state.settings(), false));
    }

    private static ConfigMap foreign() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("orders-cache-valkey")
                .withNamespace(SHOP)
                .endMetadata()
                .withData(Map.of("own", "yes"))
                .build();
    }
}
