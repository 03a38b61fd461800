package io.keydesk.service.ticket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long tickets of one kind took, of those that were decided in a time.
 *
 * @param kind of the request
 * @param timeToDecide from filing to the last approval that was needed, or to the rejection
 * @param decidedAtOnce how many of them a policy approved when they were filed, in no time
 * @param timeToReady from that approval, or from the start where it was put off, to the end of the work, of tickets that are
 *     fulfilled
 */
public record ServiceLevel(String kind, Took timeToDecide, long decidedAtOnce, Took timeToReady) {

    /**
     * How long something took.
     *
     * @param count how often it happened
     * @param p50 what half of them did not exceed, interpolated; {@code null} where it never happened
     * @param p95 what 95 of 100 did not exceed
     */
    public record Took(
            long count, @Nullable Duration p50, @Nullable Duration p95) {}
}
