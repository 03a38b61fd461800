package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.keydesk.provisioning.node.SentinelFile;

/**
 * What all nodes and all Sentinels are told alike. The scripts complete it when a container starts; until then a change of it
 * has no effect.
 */
final class NodeConfiguration {

    private NodeConfiguration() {}

    static ConfigMap desired(Blueprint blueprint) {
        return new ConfigMapBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().nodes()))
                .addToData("valkey.conf", blueprint.directives().render())
                .addToData("sentinel.conf", SentinelFile.renderCommon())
                .build();
    }
}
