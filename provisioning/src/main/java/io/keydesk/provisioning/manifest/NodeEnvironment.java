package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.List;

/** What the scripts learn from their environment. No password is in it. */
final class NodeEnvironment {

    private NodeEnvironment() {}

    static List<EnvVar> of(Blueprint blueprint) {
        var addresses = blueprint.names().addresses();
        // spotless:off
        return List.of(
                // From it and the index the Sentinels' ids follow.
                new EnvVarBuilder()
                        .withName("CLUSTER")
                        .withValue("%s/%s".formatted(blueprint.premises().namespace(), blueprint.base()))
                        .build(),
                new EnvVarBuilder()
                        .withName("NODE_INDEX")
                        .withNewValueFrom()
                            .withNewFieldRef()
                                .withFieldPath("metadata.labels['apps.kubernetes.io/pod-index']")
                            .endFieldRef()
                        .endValueFrom()
                        .build(),
                // Until the ConfigMap is there, the kubelet does not start the container.
                new EnvVarBuilder()
                        .withName(NodeAddresses.NODES)
                        .withNewValueFrom()
                            .withNewConfigMapKeyRef(NodeAddresses.NODES, addresses, null)
                        .endValueFrom()
                        .build(),
                new EnvVarBuilder()
                        .withName(NodeAddresses.FIRST)
                        .withNewValueFrom()
                            .withNewConfigMapKeyRef(NodeAddresses.FIRST, addresses, true)
                        .endValueFrom()
                        .build());
        // spotless:on
    }
}
