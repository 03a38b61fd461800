package io.keydesk.service.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failover on purpose, and what it cost those who wrote meanwhile.
 *
 * @param revision that asked for it
 * @param from index of the node that was the primary
 * @param to index of the one that took over
 * @param measured {@code null} where keydesk ended in between, so that nobody has measured
 */
public record Drill(
        int revision, int from, int to, @Nullable Measured measured) {

    /**
     * What a client saw that wrote all the time.
     *
     * @param gap the longest time between two acknowledged writes
     * @param acknowledged how many writes were acknowledged
     * @param lost how many of them the new primary did not have
     */
    public record Measured(Duration gap, int acknowledged, int lost) {}

    /** For people. */
    public String sentence() {
        var took = "Node %d took over from node %d".formatted(to, from);
        return measured == null
                ? took + "; keydesk was stopped meanwhile, so nothing was measured."
                : "%s: no write was acknowledged for %d ms, and %d of %d acknowledged writes were lost."
                        .formatted(took, measured.gap().toMillis(), measured.lost(), measured.acknowledged());
    }
}
