package io.keydesk.persistence.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the database is away, and once that it is back, however many notice it. */
public final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    /** How often the database has gone away or come back. */
    private final AtomicInteger changes = new AtomicInteger();

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

    /** Something is about to be asked of the database. */
    public Question ask() {
        return new Question(changes.get());
    }

    /**
     * What was asked of the database. What becomes of it is news only if nothing has changed since it was asked: one that has waited
     * out its time-out says nothing of a database that has come back meanwhile.
     */
    public final class Question {

        private final int asked;

        private Question(int asked) {
            this.asked = asked;
        }

        public void failed(Throwable cause) {
            if (!wasAway() && changes.compareAndSet(asked, asked + 1)) {
                log.atWarn()
                        .setMessage("The database does not answer: requests get 503 and work waits until it does")
                        .addKeyValue("cause", cause.getMessage())
                        .log();
            }
        }

        public void answered() {
            if (wasAway() && changes.compareAndSet(asked, asked + 1)) {
                log.atInfo().setMessage("The database answers again").log();
            }
        }

        private boolean wasAway() {
            return asked % 2 == 1;
        }
    }
}
