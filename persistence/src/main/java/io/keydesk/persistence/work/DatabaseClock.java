package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database's time, the only one that keydesk goes by: instances whose own clocks differ agree by it on what is due, who is
 * dead, and what came when. It is asked for twice a minute and goes on by this machine's steady timer in between, or while the
 * database is away.
 */
public final class DatabaseClock implements Clock, InstantSource {

    private static final Duration REFRESH = Duration.ofSeconds(30);

    /** An answer that was longer on its way is as old as that: this instance, or the database, may have been frozen. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    private record Reading(Instant time, long nanos) {

        Instant now() {
            return time.plusNanos(System.nanoTime() - nanos);
        }

        Reading goingOn() {
            return new Reading(now(), System.nanoTime());
        }
    }

    private final JdbcClient jdbc;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Reading reading;

    public DatabaseClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Instant now() {
        var last = reading;
        if (last == null) {
            last = ask();
            reading = last;
        } else if (System.nanoTime() - last.nanos() > REFRESH.toNanos() && asking.compareAndSet(false, true)) {
            // Nobody waits for it: a caller has more urgent things to ask a database that may be away.
            var before = last;
            Thread.ofVirtual().name("database-clock").start(() -> askAgain(before));
        }
        return last.now();
    }

    @Override
    public Instant instant() {
        return now();
    }

    private void askAgain(Reading last) {
        long began = System.nanoTime();
        try {
            var answer = ask();
            reading = answer.nanos() - began < TRUSTED.toNanos() ? answer : last.goingOn();
        } catch (DataAccessException e) {
            reading = last.goingOn();
        } finally {
            asking.set(false);
        }
    }

    private Reading ask() {
        var time =
                jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
        return new Reading(time.toInstant(), System.nanoTime());
    }
}
