package io.keydesk.api.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Does the same thing from several threads at once, and keeps how long each time took. */
final class Load {

    /** One thing to do; {@code n} is another number each time. */
    interface Work {
        void run(int thread, long n) throws Exception;
    }

    private static final int DIGITS = 3;

    private final int threads;
    private final Work work;
    private long done;

    Load(int threads, Work work) {
        this.threads = threads;
        this.work = work;
    }

    /** As often as they can. */
    Result asFastAsPossible(Duration time) throws Exception {
        return run(time, Duration.ZERO);
    }

    /**
     * At a steady rate. A time begins when the work was due, not when a thread was free for it: who waits for the one before
     * him waits, too.
     */
    Result atRate(double perSecond, Duration time) throws Exception {
        return run(time, Duration.ofNanos((long) (1e9 * threads / perSecond)));
    }

    /** Threads take turns, so that the work of one second is spread over it. */
    private Result run(Duration time, Duration every) throws Exception {
        long from = done;
        long began = System.nanoTime();
        long ends = began + time.toNanos();
        var running = new ArrayList<Future<Histogram>>();
        try (var executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                int thread = i;
                var turn = new Turn(began + every.toNanos() * thread / threads, every.toNanos(), ends);
                running.add(executor.submit(call(thread, from, turn)));
            }
        }
        var all = new Histogram(DIGITS);
        for (var one : running) {
            all.add(result(one));
        }
        // Numbers of a thread are far from each other; none is given twice over all runs.
        done = from + threads * (1 + all.getTotalCount());
        return new Result(all, Duration.ofNanos(System.nanoTime() - began));
    }

    private record Turn(long first, long every, long ends) {}

    private Callable<Histogram> call(int thread, long from, Turn turn) {
        return () -> {
            var times = new Histogram(DIGITS);
            long due = turn.first();
            for (long n = from + thread; due < turn.ends() && System.nanoTime() < turn.ends(); n += threads) {
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                long starts = turn.every() == 0 ? System.nanoTime() : due;
                work.run(thread, n);
                times.recordValue(System.nanoTime() - starts);
                due += turn.every();
            }
            return times;
        };
    }

    private static Histogram result(Future<Histogram> one) throws Exception {
        try {
            return one.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** What came of a run. */
    record Result(Histogram nanos, Duration took) {

        double perSecond() {
            return nanos.getTotalCount() * 1e9 / took.toNanos();
        }

        /** In milliseconds, which that many percent of all times did not exceed. */
        double millis(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e6;
        }
    }
}
