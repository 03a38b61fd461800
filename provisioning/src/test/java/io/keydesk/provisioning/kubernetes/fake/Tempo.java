package io.keydesk.provisioning.kubernetes.fake;

import java.time.Duration;

/**
 * How fast the waits of Kubernetes pass: periods of probes, back-offs, the time until a mounted file is new. What
 * processes do, and the grace that they are given to end, takes as long as it takes.
 *
 * @param factor of each wait
 */
public record Tempo(double factor) {

    /** As on a real cluster. */
    public static final Tempo REAL = new Tempo(1);

    /** Five times as fast. */
    public static final Tempo FAST = new Tempo(0.2);

    Duration of(Duration real) {
        return Duration.ofNanos((long) (real.toNanos() * factor));
    }

    Duration ofSeconds(long real) {
        return of(Duration.ofSeconds(real));
    }
}
