package io.keydesk.service.desk;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.Optional;
import java.util.UUID;

/** New ids, and ids as callers write them. */
public final class Ids {

    private static final TimeBasedEpochGenerator UUID_V7 = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** A UUIDv7 (RFC 9562): later ones sort after earlier ones. */
    public static UUID next() {
        return UUID_V7.generate();
    }

    public static Optional<UUID> parse(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
