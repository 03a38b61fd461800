package io.keydesk.service.desk;

import java.util.Optional;
import java.util.UUID;

/** Ids as callers write them. */
final class Ids {

    private Ids() {}

    static Optional<UUID> parse(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
