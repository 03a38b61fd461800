package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Secret;
import io.keydesk.provisioning.node.Password;
import io.keydesk.provisioning.node.Secrets;
import java.util.LinkedHashMap;
import java.util.Optional;

/** All passwords of a cluster. No pod mounts it: keydesk itself finds them here again. */
public final class OpsSecret {

    static final String REPLICATION = "replication-password";
    static final String SENTINEL = "sentinel-password";
    private static final String APPLICATION = "application-password";
    private static final String OPS = "ops-password";
    private static final String EXPORTER = "exporter-password";

    private OpsSecret() {}

    static Secret desired(Blueprint blueprint) {
        var secrets = blueprint.secrets();
        var texts = new LinkedHashMap<String, String>();
        texts.put(APPLICATION, secrets.application().value());
        texts.put(REPLICATION, secrets.replication().value());
        texts.put(SENTINEL, secrets.sentinel().value());
        texts.put(OPS, secrets.ops().value());
        texts.put(EXPORTER, secrets.exporter().value());
        return SecretData.secret(Metadata.of(blueprint, blueprint.names().ops()), texts);
    }

    /**
     * The passwords in a Secret that keydesk wrote. Nothing if one is missing or is not as keydesk generates them: then the
     * Secret was damaged. Whoever makes new ones in that case locks keydesk out of nodes that run.
     */
    public static Optional<Secrets> read(Secret secret) {
        return password(secret, APPLICATION)
                .flatMap(application -> password(secret, REPLICATION)
                        .flatMap(replication -> password(secret, SENTINEL)
                                .flatMap(sentinel -> password(secret, OPS)
                                        .flatMap(ops -> password(secret, EXPORTER)
                                                .map(exporter -> new Secrets(
                                                        application, replication, sentinel, ops, exporter))))));
    }

    private static Optional<Password> password(Secret secret, String key) {
        return SecretData.text(secret, key)
                .filter(text -> text.length() == Password.LENGTH && text.matches("[0-9a-f]+"))
                .map(Password::new);
    }
}
