package io.keydesk.provisioning.valkey;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do, within a bound. */
public final class Patience {

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Patience() {}

    /** Asks until the answer is yes; {@code false} if it never was within the bound. */
    public static boolean until(Duration bound, BooleanSupplier question) {
        long end = System.nanoTime() + bound.toNanos();
        while (!question.getAsBoolean()) {
            if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
