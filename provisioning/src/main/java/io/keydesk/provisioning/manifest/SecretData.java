package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of a Secret. They are written as {@code data} and never as {@code stringData}, which an API server takes and does
 * not give back, so that what is desired could not be compared with what is there.
 */
final class SecretData {

    private SecretData() {}

    static Secret secret(ObjectMeta metadata, Map<String, String> texts) {
        var data = new LinkedHashMap<String, String>();
        texts.forEach((key, text) ->
                data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder()
                .withMetadata(metadata)
                .withType("Opaque")
                .withData(data)
                .build();
    }

    /** Nothing if the key is missing, or its value is not Base64. */
    static Optional<String> text(Secret secret, String key) {
        return Optional.ofNullable(secret.getData()).map(data -> data.get(key)).flatMap(SecretData::decoded);
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
