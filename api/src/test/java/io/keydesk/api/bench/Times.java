package io.keydesk.api.bench;

import java.time.Duration;
import java.util.List;

/** How long the same took several times. */
record Times(List<Duration> sorted) {

    Times {
        sorted = sorted.stream().sorted().toList();
    }

    double median() {
        return seconds(sorted.get(sorted.size() / 2));
    }

    double longest() {
        return seconds(sorted.getLast());
    }

    /** The shortest, the median and the longest. */
    @Override
    public String toString() {
        return "%.2f / %.2f / %.2f s".formatted(seconds(sorted.getFirst()), median(), longest());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
