package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** An object of the <a href="https://prometheus-operator.dev/docs/api-reference/api/">Prometheus Operator</a>. */
final class MonitoringObject {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private MonitoringObject() {}

    /** @param text as YAML, without metadata */
    static GenericKubernetesResource of(Blueprint blueprint, String text) {
        var object = YAML.unmarshal(text, GenericKubernetesResource.class);
        object.setMetadata(Metadata.of(blueprint, blueprint.names().nodes()));
        return object;
    }
}
