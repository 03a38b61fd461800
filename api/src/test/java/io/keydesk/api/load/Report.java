package io.keydesk.api.load;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What came of it.
 *
 * @param vitals after each minute, and at the end, with the streams still open
 */
record Report(Plan plan, Meter meter, List<Vitals> vitals, long requests, Duration took) {

    private static final double GROWTH = 0.10;
    private static final long SLACK = 5L << 20;

    boolean isGood() {
        return meter.faults().isEmpty() && isServed() && !grows();
    }

    private boolean isServed() {
        return !meter.counts().containsKey(Meter.TOLD_TO_COME_BACK);
    }

    /** More than a tenth and 5 MiB beyond the first minute, in which everything is loaded and every cache is filled. */
    private boolean grows() {
        return last() > first() * (1 + GROWTH) + SLACK;
    }

    private long first() {
        return vitals.getFirst().heap();
    }

    private long last() {
        return vitals.getLast().heap();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        text.append("%n%-38s %9s %9s %9s %9s %9s%n".formatted("milliseconds", "count", "p50", "p95", "p99", "max"));
        meter.times().forEach((what, times) -> text.append(line(what, times)));
        text.append(format("%n%d requests in %d s: %.0f/s%n", requests, took.toSeconds(), rate()));
        meter.counts().forEach((what, count) -> text.append("%s: %d%n".formatted(what, count.sum())));
        text.append("events missed, doubled or out of order, and errors: %s%n"
                .formatted(meter.faults().isEmpty() ? "none" : meter.faults()));
        text.append("at the start: %s%nat the end:   %s%n".formatted(vitals.getFirst(), vitals.getLast()));
        text.append(format(
                "%s: %d streams, %d callers, %d clusters for %d s; heap after GC %.1f MiB at first, %.1f MiB at last%n",
                verdict(),
                plan.streams(),
                plan.callers(),
                plan.clusters(),
                plan.lasts().toSeconds(),
                first() / 1048576.0,
                last() / 1048576.0));
        return text.toString();
    }

    private String verdict() {
        if (!meter.faults().isEmpty()) {
            return "BAD, there were errors";
        }
        if (!isServed()) {
            return "BAD, it was too much";
        }
        return grows() ? "BAD, the heap grows" : "GOOD";
    }

    private double rate() {
        return requests * 1000.0 / took.toMillis();
    }

    private static String line(String what, Histogram times) {
        return format(
                "%-38s %9d %9.1f %9.1f %9.1f %9.1f%n",
                what,
                times.getTotalCount(),
                times.getValueAtPercentile(50) / 1000.0,
                times.getValueAtPercentile(95) / 1000.0,
                times.getValueAtPercentile(99) / 1000.0,
                times.getMaxValue() / 1000.0);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
