package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database's time. Instances whose own clocks differ agree by it on what is due and on who is dead. It is asked for
 * twice a minute and goes on by this machine's steady timer in between, or while the database is away.
 */
public final class DatabaseClock implements Clock {

    private static final Duration REFRESH = Duration.ofSeconds(30);

    private record Reading(Instant time, long nanos) {

        Instant now() {
            return time.plusNanos(System.nanoTime() - nanos);
        }
    }

    private final JdbcClient jdbc;
    private final ReentrantLock asking = new ReentrantLock();
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
        } else if (System.nanoTime() - last.nanos() > REFRESH.toNanos() && asking.tryLock()) {
            try {
                reading = askAgain(last);
            } finally {
                asking.unlock();
            }
        }
        return last.now();
    }

    private Reading askAgain(Reading last) {
        try {
            return ask();
        } catch (DataAccessException e) {
            return new Reading(last.now(), System.nanoTime());
        }
    }

    private Reading ask() {
        var time =
                jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
        return new Reading(time.toInstant(), System.nanoTime());
    }
}
