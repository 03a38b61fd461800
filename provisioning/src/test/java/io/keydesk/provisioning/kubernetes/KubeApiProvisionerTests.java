package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.ProvisionerContract;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every provisioner promises, on a real Kubernetes. */
@KubeApiTest
@Timeout(900)
class KubeApiProvisionerTests extends ProvisionerContract {

    private static final Duration CONNECTED = Duration.ofSeconds(30);

    /** Machines that have the image not yet are waited for. */
    private static final Duration BOUND = Duration.ofMinutes(5);

    @RegisterExtension
    final KubeApi kubernetes = new KubeApi();

    private @Nullable KubernetesProvisioner provisioner;

    @BeforeEach
    void open() {
        var region = new KubernetesProvisioner(
                "north",
                KubernetesRegionFixture.bound(kubernetes.properties()),
                _ -> {},
                Clock.systemUTC(),
                new Catalogue());
        provisioner = region;
        await().atMost(CONNECTED)
                .untilAsserted(() -> assertThat(region.region().message()).isNull());
        assertThat(region.preview(desired()).warnings()).isEmpty();
    }

    @AfterEach
    void close() {
        if (provisioner != null) {
            provisioner.close();
        }
    }

    @Override
    protected Map<String, String> parts(DesiredCluster cluster) {
        return seen(cluster).contents(kubernetes.tenantNamespace(), otherNamespace());
    }

    @Override
    protected Set<String> reachedFrom(DesiredCluster cluster) {
        return seen(cluster).publishedIn(kubernetes.tenantNamespace(), otherNamespace());
    }

    private ClusterParts seen(DesiredCluster cluster) {
        return new ClusterParts(kubernetes.client(), cluster.id(), kubernetes.namespace());
    }

    /** {@code -Dkube-api.further-images=…} names what to upgrade to. */
    @Override
    protected Optional<Provisioner> upgrading() {
        return Optional.of(provisioner())
                .filter(region -> region.region().engines().size() > 1);
    }

    @Override
    protected Provisioner provisioner() {
        return Objects.requireNonNull(provisioner, "not opened");
    }

    @Override
    protected DesiredCluster desired() {
        return Desired.cluster("orders-cache", kubernetes.tenantNamespace());
    }

    @Override
    protected String otherNamespace() {
        return kubernetes.otherTenantNamespace();
    }

    @Override
    protected Duration bound() {
        return BOUND;
    }
}
