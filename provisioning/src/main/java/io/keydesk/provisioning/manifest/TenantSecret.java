package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Secret;
import io.keydesk.service.connection.Connection;
import java.util.Map;

/** With what a tenant's applications log in, in a namespace of theirs. */
final class TenantSecret {

    private TenantSecret() {}

    static Secret desired(Blueprint blueprint, String namespace) {
        return SecretData.secret(
                Metadata.in(namespace, blueprint, blueprint.connection().documentName()),
                Map.of(
                        Connection.PASSWORD_KEY,
                        blueprint.secrets().application().value()));
    }
}
