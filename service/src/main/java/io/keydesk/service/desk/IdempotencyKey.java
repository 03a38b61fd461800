package io.keydesk.service.desk;

/**
 * A caller's name for one request, so that it can be sent again without being done again; valid for 24 hours.
 *
 * @param fingerprint of all that the request says; the same key with another is refused
 */
public record IdempotencyKey(String value, String fingerprint) {

    /** The key of one thing among several that one request asks for. Callers' own keys have no space. */
    IdempotencyKey forPart(String part) {
        return new IdempotencyKey(value + " " + part, fingerprint);
    }
}
