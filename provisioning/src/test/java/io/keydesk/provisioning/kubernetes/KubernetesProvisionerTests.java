package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SHOP;
import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.ProvisionerContract;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class KubernetesProvisionerTests extends ProvisionerContract {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    private final KubernetesClient client = region.kubernetes().client();

    private @Nullable Provisioner provisioner;

    @BeforeEach
    void open() {
        region.kubernetes().createNamespace(otherNamespace());
        provisioner = region.open();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected Map<String, String> parts(DesiredCluster cluster) {
        return seen(cluster).contents(SHOP, otherNamespace());
    }

    @Override
    protected Set<String> reachedFrom(DesiredCluster cluster) {
        return seen(cluster).publishedIn(SHOP, otherNamespace());
    }

    private ClusterParts seen(DesiredCluster cluster) {
        return new ClusterParts(client, cluster.id(), SYSTEM);
    }

    @Override
    protected Optional<Provisioner> upgrading() {
        return Optional.of(region.open(Map.of("further-images", "valkey/valkey:8.1.4-alpine")));
    }

    @Override
    protected Provisioner provisioner() {
        if (provisioner == null) {
            throw new IllegalStateException("not opened");
        }
        return provisioner;
    }
}
