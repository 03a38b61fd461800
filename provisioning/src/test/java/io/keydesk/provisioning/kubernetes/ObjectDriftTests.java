package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SHOP;
import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Happening;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Provisioner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What others change of a cluster's objects comes back, and is told. All tests share one cluster, which each leaves well. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectDriftTests {

    @RegisterExtension
    static final KubernetesRegionFixture REGION = KubernetesRegionFixture.running();

    private final DesiredCluster desired = Desired.cluster("orders-cache");
    private Provisioner provisioner = REGION.open();

    @BeforeEach
    void order() {
        Looping.apply(provisioner, desired).ready();
        REGION.woken();
    }

    @Test
    void scalesBack() {
        REGION.kubernetes().edit("statefulsets", SYSTEM, "rfr-orders-cache", "{\"spec\":{\"replicas\":2}}");

        assertThat(mended())
                .anySatisfy(
                        told -> assertThat(told.message())
                                .isEqualTo(
                                        "StatefulSet rfr-orders-cache in namespace valkey-system had spec.replicas 2 instead of 3"));
        assertThat(REGION.kubernetes().object("statefulsets", SYSTEM, "rfr-orders-cache"))
                .hasValueSatisfying(object ->
                        assertThat(object.at("/spec/replicas").asInt()).isEqualTo(3));
    }

    @Test
    void makesAnewWhatWasDeleted() {
        REGION.kubernetes().delete("services", SYSTEM, "rfs-orders-cache");
        REGION.kubernetes().delete("configmaps", SHOP, "orders-cache-valkey");
        REGION.kubernetes().delete("networkpolicies", SYSTEM, "rfr-orders-cache");

        assertThat(mended())
                .extracting(Happening::message)
                .contains(
                        "Service rfs-orders-cache in namespace valkey-system was missing",
                        "ConfigMap orders-cache-valkey in namespace shop was missing",
                        "NetworkPolicy rfr-orders-cache in namespace valkey-system was missing");
    }

    @Test
    void writesAgainTheSecretWithAllPasswords() {
        var before = provisioner.credentials(desired.id());
        REGION.kubernetes().delete("secrets", SYSTEM, "rfr-orders-cache-ops");

        assertThat(mended())
                .extracting(Happening::message)
                .contains("Secret rfr-orders-cache-ops in namespace valkey-system was missing");
        assertThat(provisioner.credentials(desired.id())).isEqualTo(before).isPresent();
    }

    @Test
    void tellsNoSecretThatWasChanged() {
        REGION.kubernetes()
                .edit("secrets", SHOP, "orders-cache-valkey", "{\"data\":{\"VALKEY_PASSWORD\":\"b3RoZXI=\"}}");

        assertThat(mended())
                .extracting(Happening::message)
                .contains("Secret orders-cache-valkey in namespace shop had another data.VALKEY_PASSWORD");
    }

    @Test
    void opensNoPolicy() {
        REGION.kubernetes().edit("networkpolicies", SYSTEM, "rfr-orders-cache", "{\"spec\":{\"ingress\":[{}]}}");

        assertThat(mended()).extracting(Happening::type).contains("drift-repaired");
        assertThat(REGION.kubernetes().object("networkpolicies", SYSTEM, "rfr-orders-cache"))
                .hasValueSatisfying(object ->
                        assertThat(object.at("/spec/ingress/0/ports").size()).isPositive());
    }

    @Test
    void labelsAgain() {
        REGION.kubernetes()
                .edit(
                        "services",
                        SYSTEM,
                        "rfs-orders-cache",
                        "{\"metadata\":{\"labels\":{\"keydesk.io/cluster-id\":null}}}");

        mended();

        assertThat(REGION.kubernetes().object("services", SYSTEM, "rfs-orders-cache"))
                .hasValueSatisfying(object -> assertThat(object.at("/metadata/labels/keydesk.io~1cluster-id")
                                .asText())
                        .isEqualTo(desired.id().toString()));
    }

    @Test
    void labelsPodsByTheirRoleAgain() {
        REGION.kubernetes()
                .edit("pods", SYSTEM, "rfr-orders-cache-0", "{\"metadata\":{\"labels\":{\"role\":\"none\"}}}");
        await().atMost(Duration.ofSeconds(5)).until(() -> REGION.woken().contains(desired.id()));

        Looping.apply(provisioner, desired).ready();

        assertThat(REGION.kubernetes().object("pods", SYSTEM, "rfr-orders-cache-0"))
                .hasValueSatisfying(object ->
                        assertThat(object.at("/metadata/labels/role").asText()).isIn("primary", "replica"));
    }

    @Test
    void findsWhatItMissedWhileItsWatchesHadExpired() {
        REGION.kubernetes().expireWatches();
        REGION.kubernetes().delete("services", SYSTEM, "rfrm-orders-cache");

        assertThat(mended())
                .extracting(Happening::message)
                .contains("Service rfrm-orders-cache in namespace valkey-system was missing");
    }

    /** Woken by the change, it says what is wrong, mends it, and is well again. */
    private List<Happening> mended() {
        await().atMost(Duration.ofSeconds(10)).until(() -> REGION.woken().contains(desired.id()));
        var ended = Looping.apply(provisioner, desired);
        assertThat(ended.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Ready.class,
                        ready -> assertThat(ready.seen().isHealthy()).isTrue());
        return ended.happenings();
    }
}
