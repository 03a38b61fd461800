package io.keydesk.provisioning.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Holds processes back that die soon after each start: the first times at once, then more and more seldom. */
final class Restarts {

    /** One that lived this long did not die of its start. */
    private static final Duration SOUND = Duration.ofSeconds(10);

    private static final int AT_ONCE = 3;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final Clock clock;
    private final Map<Slot, Start> starts = new HashMap<>();

    private record Start(int inARow, Instant at) {

        Instant next() {
            return inARow < AT_ONCE ? at : at.plus(pause());
        }

        private Duration pause() {
            var doubled = Duration.ofSeconds(1L << Math.min(inARow - AT_ONCE, DOUBLINGS));
            return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        }
    }

    Restarts(Clock clock) {
        this.clock = clock;
    }

    synchronized void started(Slot slot) {
        var now = clock.instant();
        starts.merge(slot, new Start(1, now), (last, _) -> new Start(isSound(last, now) ? 1 : last.inARow() + 1, now));
    }

    /** It was ended on purpose. */
    synchronized void forget(Slot slot) {
        starts.remove(slot);
    }

    /** Whether it died so often that its next start waits. */
    synchronized boolean isHeldBack(Slot slot) {
        var last = starts.get(slot);
        return last != null && clock.instant().isBefore(last.next());
    }

    private static boolean isSound(Start last, Instant now) {
        return !now.isBefore(last.next().plus(SOUND));
    }
}
