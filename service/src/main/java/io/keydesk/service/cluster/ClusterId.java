package io.keydesk.service.cluster;

import java.util.UUID;

/** Identifies a cluster for ever, also after it is deleted. UUIDv7 (RFC 9562). */
public record ClusterId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
