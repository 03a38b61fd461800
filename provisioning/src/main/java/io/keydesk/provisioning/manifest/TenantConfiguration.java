package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.connection.ConnectionDocuments;

/** Where a tenant's applications find the cluster, in a namespace of theirs. */
final class TenantConfiguration {

    private TenantConfiguration() {}

    static ConfigMap desired(Blueprint blueprint, String namespace) {
        var connection = blueprint.connection();
        return new ConfigMapBuilder()
                .withMetadata(Metadata.in(namespace, blueprint, connection.documentName()))
                .withData(ConnectionDocuments.configMapData(connection.cluster(), connection.endpoints()))
                .addToData("VALKEY_SENTINEL_PRIMARY", Connection.PRIMARY_NAME)
                .build();
    }
}
