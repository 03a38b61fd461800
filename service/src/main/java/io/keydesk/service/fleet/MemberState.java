package io.keydesk.service.fleet;

import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one cluster of a fleet upgrade stands.
 *
 * <pre>
 *    ┌──────────── retried ───────────┐
 *    ▼                                │
 * Waiting ──► Running ──► Done        │
 *    │           └──────► Failed ─────┤
 *    └──────────────────► Skipped ◄───┘
 * </pre>
 */
public sealed interface MemberState {

    String WAITING = "waiting";
    String RUNNING = "running";
    String DONE = "done";
    String FAILED = "failed";
    String SKIPPED = "skipped";

    List<String> LABELS = List.of(WAITING, RUNNING, DONE, FAILED, SKIPPED);

    /** In kebab-case, as callers and the database see it. */
    default String label() {
        return switch (this) {
            case Waiting _ -> WAITING;
            case Running _ -> RUNNING;
            case Done _ -> DONE;
            case Failed _ -> FAILED;
            case Skipped _ -> SKIPPED;
        };
    }

    /** What the state of its ticket comes to. */
    static MemberState after(Ticket ticket) {
        return switch (ticket.state()) {
            case TicketState.AwaitingApproval _,
                    TicketState.Approved _,
                    TicketState.Scheduled _,
                    TicketState.InProgress _ -> new Running();
            case TicketState.Fulfilled _ -> new Done();
            case TicketState.Failed failed -> new Failed(failed.reason());
            case TicketState.Rejected rejected -> ended(ticket, rejected.reason());
            case TicketState.Cancelled cancelled -> ended(ticket, cancelled.reason());
            case TicketState.Expired expired -> ended(ticket, expired.reason());
        };
    }

    private static Skipped ended(Ticket ticket, String reason) {
        return new Skipped(
                "Ticket %s is %s: %s".formatted(ticket.number(), ticket.state().label(), reason));
    }

    /**
     * Its turn has not come.
     *
     * @param why it waits though its wave has begun; {@code null} as long as nobody has looked
     * @param lookAt not to be looked at before
     * @param told the reason that its tenant has read last; {@code null} for none
     */
    record Waiting(
            @Nullable String why, Instant lookAt, @Nullable String told) implements MemberState {

        /** One of which its tenant has read nothing. */
        public Waiting(@Nullable String why, Instant lookAt) {
            this(why, lookAt, null);
        }

        /** Because of something else, which its tenant does not read. */
        Waiting because(String other, Instant nextLookAt) {
            return new Waiting(other, nextLookAt, told);
        }

        /** The same, once its tenant has read why. */
        Waiting tellingWhy() {
            return new Waiting(why, lookAt, why);
        }
    }

    /** Its ticket is under way. */
    record Running() implements MemberState {}

    /** Its ticket is fulfilled. */
    record Done() implements MemberState {}

    /** Its ticket has failed. */
    record Failed(String why) implements MemberState {}

    /** It is not upgraded by this fleet upgrade. */
    record Skipped(String why) implements MemberState {}
}
