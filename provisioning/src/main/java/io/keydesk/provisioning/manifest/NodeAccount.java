package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** As whom pods run: an account of their own, to which nobody gives rights, and whose token is mounted nowhere. */
final class NodeAccount {

    private NodeAccount() {}

    static ServiceAccount desired(Blueprint blueprint) {
        return new ServiceAccountBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().nodes()))
                .withAutomountServiceAccountToken(false)
                .build();
    }
}
