package io.keydesk.service.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a fleet upgrade stands. Each state has the transitions that it allows, and no others.
 *
 * <pre>
 * Running ──────► Completed
 *  │ ▲  │
 *  ▼ │  └───────► Cancelled
 * Paused ───────────▲
 * </pre>
 *
 * Tickets that are filed go on in every state: only what is still to be filed depends on it.
 */
public sealed interface FleetState {

    /** In kebab-case, as callers and the database see it. */
    String label();

    Instant since();

    /** Whether it is neither completed nor cancelled. */
    default boolean isOpen() {
        return switch (this) {
            case Running _, Paused _ -> true;
            case Completed _, Cancelled _ -> false;
        };
    }

    /**
     * Tickets are filed. Allowed: pause, cancel.
     *
     * @param by who has started or resumed it
     * @param why it was resumed, for admins; {@code null} where nobody has said
     */
    record Running(String by, Instant since, @Nullable String why) implements FleetState {

        /** As it is started: why, its tenants read. */
        public Running(String by, Instant since) {
            this(by, since, null);
        }

        @Override
        public String label() {
            return "running";
        }

        public Paused pause(String who, String why, Instant at) {
            return new Paused(who, at, why);
        }

        public Completed complete(Instant at) {
            return new Completed(at);
        }

        public Cancelled cancel(String who, String why, Instant at) {
            return new Cancelled(who, at, why);
        }
    }

    /**
     * No more tickets are filed. Allowed: resume, cancel.
     *
     * @param by who has paused it: an admin, or keydesk because a ticket has failed
     * @param why for admins
     */
    record Paused(String by, Instant since, String why) implements FleetState {
        @Override
        public String label() {
            return "paused";
        }

        public Running resume(String who, @Nullable String reason, Instant at) {
            return new Running(who, at, reason);
        }

        public Cancelled cancel(String who, String reason, Instant at) {
            return new Cancelled(who, at, reason);
        }
    }

    /** All of its clusters are upgraded or skipped. */
    record Completed(Instant since) implements FleetState {
        @Override
        public String label() {
            return "completed";
        }
    }

    /**
     * Clusters that had no ticket by then get none.
     *
     * @param why for admins; tenants read {@link #IN_VAIN}
     */
    record Cancelled(String by, Instant since, String why) implements FleetState {

        /** Of clusters that wait for their turn. */
        static final String IN_VAIN = "The fleet upgrade is cancelled.";

        @Override
        public String label() {
            return "cancelled";
        }
    }
}
