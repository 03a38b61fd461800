package io.keydesk.persistence.postgres;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts PostgreSQL again when it has ended under a running keydesk: somebody killed it, or the machine was short of memory. It
 * recovers what was committed by itself.
 */
final class Supervision implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Supervision.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Postmaster postmaster;
    private final Redirect serverLog;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private int failures;

    private Supervision(Postmaster postmaster, Redirect serverLog) {
        this.postmaster = postmaster;
        this.serverLog = serverLog;
        this.thread = Thread.ofPlatform().name("postgres-supervision").daemon().unstarted(this::supervise);
    }

    static Supervision of(Postmaster postmaster, Redirect serverLog) {
        var supervision = new Supervision(postmaster, serverLog);
        supervision.thread.start();
        return supervision;
    }

    private void supervise() {
        try {
            while (!closing.await(pause().toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pause() {
        var pause = LOOK_EVERY.multipliedBy(1L << Math.min(failures, 8));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void look() throws InterruptedException {
        try {
            if (!postmaster.runs()) {
                if (failures == 0) {
                    log.atWarn()
                            .setMessage("PostgreSQL has ended; it is started again")
                            .addKeyValue("folder", postmaster.data())
                            .log();
                }
                postmaster.startAgain(serverLog);
                log.atInfo().setMessage("PostgreSQL runs again").log();
            }
            failures = 0;
        } catch (IOException | RuntimeException e) {
            // The first may come too soon: what the dead one has left of its children ends within a moment.
            if (++failures == 2) {
                log.atError()
                        .setMessage(
                                "PostgreSQL cannot be started again, and is tried until it can; its server.log says why")
                        .addKeyValue("log", serverLog.file())
                        .addKeyValue("cause", e.getMessage())
                        .log();
            }
        }
    }

    /** After this, nothing is started any more. Waits for a start that is under way. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
