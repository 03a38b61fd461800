package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SHOP;
import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.service.cluster.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class WatchesTests {

    private static final ClusterId CLUSTER = new ClusterId(UUID.randomUUID());

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.instant();

    @Test
    void readsManyObjectsPageByPage() {
        for (int i = 0; i < 501; i++) {
            region.kubernetes().apply(configMap("map-" + i), Labels.KEYDESK);
        }
        var inventory = new Inventory(Clock.systemUTC(), (_, _) -> {});

        try (var client = region.kubernetes().client();
                var watches = new Watches(client, inventory)) {
            watches.start(SYSTEM, List.of(), false);
            await().atMost(Duration.ofSeconds(60)).until(watches::haveSynced);
        }

        assertThat(inventory.of(CLUSTER)).hasSize(501).containsKey(new ObjectRef("ConfigMap", SHOP, "map-1"));
        assertThat(region.kubernetes()
                        .requests()
                        .matching(request -> request.concerns("configmaps") && !request.isWatch()))
                .hasSize(3);
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(SHOP)
                .withName(name)
                .addToLabels(Labels.MANAGED_BY, Labels.KEYDESK)
                .addToLabels(Labels.CLUSTER_ID, CLUSTER.toString())
                .endMetadata()
                .build();
    }
}
