package io.keydesk.api.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What everybody has measured. */
final class Meter {

    /** A count of what is no fault of anybody, but must not happen under a load that keydesk is made for. */
    static final String TOLD_TO_COME_BACK = "told to come back later";

    private static final int DIGITS = 3;

    private final Map<String, Histogram> times = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> faults = new ConcurrentSkipListMap<>();

    void took(String what, Duration time) {
        times.computeIfAbsent(what, _ -> new ConcurrentHistogram(DIGITS))
                .recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(time.toNanos())));
    }

    void count(String what, long more) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).add(more);
    }

    /** What must not happen, in words that are the same each time. */
    void fault(String what) {
        faults.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    Map<String, Histogram> times() {
        return times;
    }

    Map<String, LongAdder> counts() {
        return counts;
    }

    Map<String, LongAdder> faults() {
        return faults;
    }

    long total() {
        return times.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }
}
