package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTests {

    private final Blueprint blueprint = Scenario.read("full").blueprint();

    @Test
    void comesInAnOrderThatIsSafe() {
        assertThat(Manifests.all(blueprint))
                .extracting(ManifestsTests::name)
                .containsExactly(
                        "NetworkPolicy rfr-orders-cache-7f3k2",
                        "ServiceAccount rfr-orders-cache-7f3k2",
                        "Secret rfr-orders-cache-7f3k2-ops",
                        "Secret rfr-orders-cache-7f3k2-auth",
                        "ConfigMap rfr-orders-cache-7f3k2",
                        "ConfigMap rfr-orders-cache-7f3k2-scripts",
                        "Service rfr-orders-cache-7f3k2",
                        "Service rfs-orders-cache-7f3k2",
                        "Service rfrm-orders-cache-7f3k2",
                        "Service rfrs-orders-cache-7f3k2",
                        "Service rfr-orders-cache-7f3k2-0",
                        "Service rfr-orders-cache-7f3k2-1",
                        "Service rfr-orders-cache-7f3k2-2",
                        "PodDisruptionBudget rfr-orders-cache-7f3k2",
                        "StatefulSet rfr-orders-cache-7f3k2",
                        "ServiceMonitor rfr-orders-cache-7f3k2",
                        "PrometheusRule rfr-orders-cache-7f3k2",
                        "ConfigMap orders-cache-valkey",
                        "Secret orders-cache-valkey",
                        "ConfigMap orders-cache-valkey",
                        "Secret orders-cache-valkey");
    }

    @Test
    void publishesInEveryNamespaceOfTheTenant() {
        assertThat(Manifests.published(blueprint))
                .extracting(object -> object.getMetadata().getNamespace())
                .containsExactly("acme-web", "acme-web", "acme-jobs", "acme-jobs");
    }

    @Test
    void tellsTheTenantTheLabelThatThePolicyLetsIn() {
        assertThat(blueprint.connection().accessLabel()).isEqualTo("caches.example.com/valkey-orders-cache-access");
        assertThat(blueprint.connection().endpoints().sentinels())
                .containsExactly("rfs-orders-cache-7f3k2.caches:26379");
    }

    static Stream<List<String>> noAddresses() {
        return Stream.of(
                List.of(),
                List.of("10.96.0.1", "10.96.0.2"),
                List.of("10.96.0.1", "None", "10.96.0.3"),
                List.of("10.96.0.1", "", "10.96.0.3"),
                List.of("10.96.0.1", "10.96.0.2,6379", "10.96.0.3"));
    }

    @ParameterizedTest
    @MethodSource("noAddresses")
    void refusesWhatAreNotTheAddressesOfThreeNodes(List<String> clusterIps) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Manifests.addresses(blueprint, clusterIps, false))
                .withMessageContaining(clusterIps.toString());
    }

    @Test
    void takesAddressesOfVersionSix() {
        assertThat(Manifests.addresses(blueprint, List.of("fd00::a", "fd00::b", "fd00::c"), false)
                        .getData())
                .containsOnly(Map.entry("NODES", "fd00::a,6379,26379 fd00::b,6379,26379 fd00::c,6379,26379"));
    }

    private static String name(HasMetadata object) {
        return "%s %s".formatted(object.getKind(), object.getMetadata().getName());
    }
}
