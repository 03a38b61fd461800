package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.work.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartsTests {

    private static final Slot NODE = Slot.node(1);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final Restarts restarts = new Restarts(clock);

    @Test
    void holdsBackOnlyWhatDiesAgainAndAgain() {
        start(2);
        assertThat(restarts.isHeldBack(NODE)).isFalse();

        start(1);
        assertThat(restarts.isHeldBack(NODE)).isTrue();
        assertThat(restarts.isHeldBack(Slot.sentinel(1))).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(restarts.isHeldBack(NODE)).isFalse();
    }

    @Test
    void waitsLongerEachTimeAndAMinuteAtMost() {
        start(4);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(2));
        start(1);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(4));
        IntStream.range(0, 10).forEach(_ -> {
            start(1);
            pause();
        });
        start(1);
        assertThat(pause()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void forgivesWhatRanForAWhileAndWhatWasEndedOnPurpose() {
        start(3);
        clock.advance(Duration.ofSeconds(11));
        start(1);
        assertThat(restarts.isHeldBack(NODE)).isFalse();

        start(2);
        restarts.forget(NODE);
        assertThat(restarts.isHeldBack(NODE)).isFalse();
    }

    private void start(int times) {
        IntStream.range(0, times).forEach(_ -> restarts.started(NODE));
    }

    /** Goes on until it may start. */
    private Duration pause() {
        var waited = Duration.ZERO;
        for (; restarts.isHeldBack(NODE); waited = waited.plusSeconds(1)) {
            clock.advance(Duration.ofSeconds(1));
        }
        return waited;
    }
}
