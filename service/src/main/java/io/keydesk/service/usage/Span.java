package io.keydesk.service.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time through which a cluster was in one plan.
 *
 * @param from included
 * @param to not included; after {@code from}
 * @param powered whether its nodes were to run; a span without power is told, and costs nothing
 */
public record Span(Instant from, Instant to, String plan, boolean powered) {

    public Span {
        if (!to.isAfter(from)) {
            throw new IllegalArgumentException("a span has a length: " + from + " to " + to);
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    /** What of it lies between two moments; nothing if none of it does. */
    Optional<Span> within(Instant start, Instant end) {
        var begun = from.isBefore(start) ? start : from;
        var ended = to.isAfter(end) ? end : to;
        return ended.isAfter(begun) ? Optional.of(new Span(begun, ended, plan, powered)) : Optional.empty();
    }

    /** Whether another one only goes on with this. */
    boolean goesOnIn(Span next) {
        return to.equals(next.from) && plan.equals(next.plan) && powered == next.powered;
    }

    Span until(Instant later) {
        return new Span(from, later, plan, powered);
    }
}
