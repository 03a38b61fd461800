package io.keydesk.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.store.Store;
import io.keydesk.service.work.IdempotencyKeys.Use;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IdempotencyKeys} promises, as far as one caller at a time can see it. */
public abstract class IdempotencyKeysContract {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");
    private static final UUID RESOURCE = UUID.fromString("019aa000-0000-7000-8000-000000000001");

    private IdempotencyKeys keys;

    /** An empty one. */
    protected abstract Store emptyStore();

    @BeforeEach
    void open() {
        keys = emptyStore().keys();
    }

    @Test
    void claimsAFreshKey() {
        assertThat(keys.find("dana", "k1")).isEmpty();

        assertThat(keys.claim("dana", "k1", "abc", NOW)).isEmpty();

        assertThat(keys.find("dana", "k1")).contains(new Use("abc", null));
    }

    @Test
    void saysWhatAKeyWasUsedFor() {
        keys.claim("dana", "k1", "abc", NOW);
        keys.settle("dana", "k1", RESOURCE);

        assertThat(keys.claim("dana", "k1", "other", NOW)).contains(new Use("abc", RESOURCE));
        assertThat(keys.find("dana", "k1")).contains(new Use("abc", RESOURCE));
    }

    @Test
    void keepsTheKeysOfCallersApart() {
        keys.claim("dana", "k1", "abc", NOW);

        assertThat(keys.claim("erin", "k1", "abc", NOW)).isEmpty();
    }

    @Test
    void makesAReleasedKeyFreshAgain() {
        keys.claim("dana", "k1", "abc", NOW);

        keys.release("dana", "k1");

        assertThat(keys.claim("dana", "k1", "other", NOW)).isEmpty();
    }

    @Test
    void forgetsWhatWasClaimedBefore() {
        keys.claim("dana", "old", "abc", NOW.minusSeconds(1));
        keys.claim("dana", "new", "abc", NOW);

        assertThat(keys.forget(NOW)).isEqualTo(1);

        assertThat(keys.find("dana", "old")).isEmpty();
        assertThat(keys.find("dana", "new")).isPresent();
    }
}
