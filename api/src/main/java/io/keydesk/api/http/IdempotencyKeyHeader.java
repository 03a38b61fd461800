package io.keydesk.api.http;

import io.keydesk.api.problem.RequestRefused;
import io.keydesk.service.desk.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads the header {@code Idempotency-Key}. */
@Component
public class IdempotencyKeyHeader {

    private final JsonMapper json;

    IdempotencyKeyHeader(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param action what is asked for, with the thing that it is asked of
     * @param body all else that the request says
     */
    public Optional<IdempotencyKey> read(@Nullable String header, String action, @Nullable Object body) {
        if (header == null) {
            return Optional.empty();
        }
        if (!header.matches("[\\x21-\\x7e]{1,255}")) {
            throw RequestRefused.invalid(
                    "Idempotency-Key", "Idempotency-Key must be 1 to 255 printable characters without spaces");
        }
        return Optional.of(new IdempotencyKey(header, fingerprint(action, body)));
    }

    private String fingerprint(String action, @Nullable Object body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(action.getBytes(StandardCharsets.UTF_8));
            digest.update(json.writeValueAsBytes(body));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
