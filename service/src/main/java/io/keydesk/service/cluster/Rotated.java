package io.keydesk.service.cluster;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * That the passwords of a cluster were exchanged, and how far those before still work.
 *
 * @param generation of the passwords that are published
 * @param at when they were published
 * @param oldUntil until when the application's password before works too; {@code null} once it does not
 * @param innerUntil until when those before of replicas and Sentinels are accepted too, which may have to be longer;
 *     {@code null} once they are not
 */
public record Rotated(
        int generation,
        Instant at,
        @Nullable Instant oldUntil,
        @Nullable Instant innerUntil) {

    /** When no password before is accepted any more; nothing if none is. */
    public Optional<Instant> end() {
        return Stream.of(Optional.ofNullable(oldUntil), Optional.ofNullable(innerUntil))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    /** The next time at which a password before ends; nothing if none will. */
    public Optional<Instant> nextEnd(Instant now) {
        return Stream.of(oldUntil, innerUntil)
                .filter(Objects::nonNull)
                .filter(end -> end.isAfter(now))
                .min(Instant::compareTo);
    }
}
