package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Secret;
import io.keydesk.provisioning.node.Exchange;
import io.keydesk.provisioning.node.Exchange.Stage;
import io.keydesk.provisioning.node.Password;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.node.Secrets.Others;
import java.util.LinkedHashMap;
import java.util.Optional;

/** All passwords of a cluster. No pod mounts it: keydesk itself finds them here again. */
public final class OpsSecret {

    static final String REPLICATION = "replication-password";
    static final String SENTINEL = "sentinel-password";
    private static final String APPLICATION = "application-password";
    private static final String OPS = "ops-password";
    private static final String EXCHANGE = "exchange";
    private static final String OTHER = "other-";
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
        var exchange = secrets.exchange();
        if (exchange != null) {
            texts.put(EXCHANGE, exchange.text());
        }
        var others = secrets.others();
        if (others != null) {
            texts.put(OTHER + APPLICATION, others.application().value());
            texts.put(OTHER + REPLICATION, others.replication().value());
            texts.put(OTHER + SENTINEL, others.sentinel().value());
        }
        return SecretData.secret(Metadata.of(blueprint, blueprint.names().ops()), texts);
    }

    /**
     * The passwords in a Secret that keydesk wrote. Nothing if one is missing or is not as keydesk generates them: then the
     * Secret was damaged. Whoever makes new ones in that case locks keydesk out of nodes that run.
     */
    public static Optional<Secrets> read(Secret secret) {
        var used = used(secret);
        var exchange = SecretData.text(secret, EXCHANGE);
        if (exchange.isEmpty()) {
            return used;
        }
        try {
            var stage = Exchange.parse(exchange.get());
            return used.flatMap(secrets -> exchanged(secret, secrets, stage));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<Secrets> exchanged(Secret secret, Secrets used, Exchange exchange) {
        var others = password(secret, OTHER + APPLICATION)
                .flatMap(application -> password(secret, OTHER + REPLICATION)
                        .flatMap(replication -> password(secret, OTHER + SENTINEL)
                                .map(sentinel -> new Others(application, replication, sentinel))));
        boolean done = exchange.stage() == Stage.DONE;
        return others.isEmpty() && !done
                ? Optional.empty()
                : Optional.of(new Secrets(
                        used.application(),
                        used.replication(),
                        used.sentinel(),
                        used.ops(),
                        used.exporter(),
                        exchange,
                        done ? null : others.get()));
    }

    private static Optional<Secrets> used(Secret secret) {
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
