package io.keydesk.persistence.sql;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a thread of this instance. Signals that come while nobody waits count as one, for the next wait. */
public final class Signal {

    private final Semaphore signals = new Semaphore(0);

    public void raise() {
        signals.release();
    }

    /** Waits until the signal is raised, and no longer than this. */
    public void await(Duration atMost) throws InterruptedException {
        if (signals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            signals.drainPermits();
        }
    }
}
