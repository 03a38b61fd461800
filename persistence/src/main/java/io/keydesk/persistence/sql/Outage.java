package io.keydesk.persistence.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the database is away, and once that it is back, however many notice it. */
public final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private final AtomicBoolean away = new AtomicBoolean();

    /**
     * Whether this came of a database that cannot be reached, and not of what it was asked: a connection that is broken
     * (class 08), a server that stops, has crashed or does not take connections yet (57P), or none to be had from the pool.
     *
     * <p>https://www.postgresql.org/docs/current/errcodes-appendix.html
     */
    public static boolean isOne(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLException refused && isAway(refused.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    public void noticed(Throwable cause) {
        if (away.compareAndSet(false, true)) {
            log.atWarn()
                    .setMessage("The database does not answer: requests get 503 and work waits until it does")
                    .addKeyValue("cause", cause.getMessage())
                    .log();
        }
    }

    /** The database has just answered. */
    public void over() {
        if (away.get() && away.compareAndSet(true, false)) {
            log.atInfo().setMessage("The database answers again").log();
        }
    }
}
