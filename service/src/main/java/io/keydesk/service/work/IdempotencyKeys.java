package io.keydesk.service.work;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What callers' idempotency keys led to, kept with the work that they led to in one transaction. */
public interface IdempotencyKeys {

    /**
     * What a key was used for.
     *
     * @param fingerprint of the request, to tell another one under the same key
     * @param resource what came of it: the id of a ticket or of a comment; {@code null} if nothing is known of it
     */
    record Use(String fingerprint, @Nullable UUID resource) {}

    /** What a key was used for, without claiming it. */
    Optional<Use> find(String caller, String key);

    /**
     * Claims a key for the request with this fingerprint. Waits for a transaction that has claimed the same one.
     *
     * @return nothing if the key is fresh, else what it was used for
     */
    Optional<Use> claim(String caller, String key, String fingerprint, Instant at);

    /** Notes what came of a key claimed in this transaction. */
    void settle(String caller, String key, UUID resource);

    /** Gives a key claimed in this transaction back, because nothing came of it. */
    void release(String caller, String key);

    /** Forgets the keys that were claimed before this time, and says how many. */
    int forget(Instant before);
}
