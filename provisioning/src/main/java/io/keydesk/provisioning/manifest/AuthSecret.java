package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Secret;
import io.keydesk.provisioning.node.AclFiles;
import java.util.LinkedHashMap;

/** What pods need to know: hashes of all passwords, and those that nodes and Sentinels themselves log in with. */
final class AuthSecret {

    /** The only key that the exporter gets to see. */
    static final String EXPORTER = "exporter.json";

    private AuthSecret() {}

    static Secret desired(Blueprint blueprint) {
        var secrets = blueprint.secrets();
        var dialect = blueprint.premises().dialect();
        var texts = new LinkedHashMap<String, String>();
        texts.put("users.acl", AclFiles.ofNode(secrets, blueprint.directives().channels(), dialect));
        texts.put("sentinel-users.acl", AclFiles.ofSentinel(secrets, dialect));
        texts.put(OpsSecret.REPLICATION, secrets.replication().value());
        texts.put(OpsSecret.SENTINEL, secrets.sentinel().value());
        if (blueprint.premises().exporterImage() != null) {
            // With the user in the address: for one without, the exporter logs in as "default".
            texts.put(
                    EXPORTER,
                    "{\"redis://%s@127.0.0.1:%d\": \"%s\"}"
                            .formatted(
                                    AclFiles.EXPORTER,
                                    Port.VALKEY.number(),
                                    secrets.exporter().value()));
        }
        return SecretData.secret(Metadata.of(blueprint, blueprint.names().auth()), texts);
    }
}
