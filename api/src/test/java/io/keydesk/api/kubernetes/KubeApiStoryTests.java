package io.keydesk.api.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.provisioning.kubernetes.KubeApi;
import io.keydesk.provisioning.kubernetes.KubeApiTest;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real Kubernetes. */
@KubeApiTest
@Timeout(900)
class KubeApiStoryTests extends KubernetesStory {

    @RegisterExtension
    static final KubeApi KUBERNETES = new KubeApi();

    @Override
    KubernetesClient client() {
        return KUBERNETES.client();
    }

    @Override
    Map<String, String> region() {
        var region = new TreeMap<>(KUBERNETES.properties());
        region.put("tenant-namespaces", "%s,%s".formatted(shop(), nowhere()));
        return region;
    }

    @Override
    String system() {
        return KUBERNETES.namespace();
    }

    @Override
    String shop() {
        return KUBERNETES.tenantNamespace();
    }

    @Override
    String nowhere() {
        return KUBERNETES.namespace() + "-nowhere";
    }
}
