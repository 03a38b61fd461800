package io.keydesk.service.ticket;

import io.keydesk.service.cluster.Drill;
import io.keydesk.service.provisioning.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a ticket stands. Each state has the transitions that it allows, and no others.
 *
 * <pre>
 *              ┌────────────────────────► Rejected
 *              ├────────────────────────► Expired
 *              │
 * AwaitingApproval ──► Approved ──► InProgress ──► Fulfilled
 *   │  ▲  │  ▲          │    ▲         │   │ ▲
 *   │  └──┘  │ changed  ▼    │ due     │   ▼ │ retried
 *   │        └───────── Scheduled ─────┼─► Failed
 *   │ corrected, or     │  ▲  │        │
 *   │ one of several    │  └──┘ moved  │
 *   ▼                   ▼              ▼
 *   Cancelled ◄─────────┴──────────────┘ while it can be undone
 * </pre>
 */
public sealed interface TicketState {

    /** Of all states. */
    List<String> LABELS = List.of(
            "awaiting-approval",
            "approved",
            "scheduled",
            "in-progress",
            "fulfilled",
            "failed",
            "rejected",
            "cancelled",
            "expired");

    /** In kebab-case, as callers and the database see it. */
    String label();

    /** Whether nothing can follow but, for a failed one, a retry. */
    default boolean isEnd() {
        return switch (this) {
            case AwaitingApproval _, Approved _, Scheduled _, InProgress _ -> false;
            case Fulfilled _, Failed _, Rejected _, Cancelled _, Expired _ -> true;
        };
    }

    /** When it was approved or rejected; nothing for what waits, was taken back before, or was decided by nobody. */
    default Optional<Instant> decided() {
        return switch (this) {
            case AwaitingApproval _, Expired _ -> Optional.empty();
            case Approved approved -> Optional.of(approved.approvedAt());
            case Scheduled scheduled -> Optional.of(scheduled.approvedAt());
            case InProgress working -> Optional.of(working.approvedAt());
            case Fulfilled done -> Optional.of(done.approvedAt());
            case Failed failed -> Optional.of(failed.approvedAt());
            case Rejected rejected -> Optional.of(rejected.endedAt());
            case Cancelled cancelled -> Optional.ofNullable(cancelled.approvedAt());
        };
    }

    /** When it ended; nothing for what has not. */
    default Optional<Instant> ended() {
        return switch (this) {
            case AwaitingApproval _, Approved _, Scheduled _, InProgress _ -> Optional.empty();
            case Fulfilled done -> Optional.of(done.endedAt());
            case Failed failed -> Optional.of(failed.endedAt());
            case Rejected rejected -> Optional.of(rejected.endedAt());
            case Cancelled cancelled -> Optional.of(cancelled.endedAt());
            case Expired expired -> Optional.of(expired.endedAt());
        };
    }

    /**
     * Waits for people. Allowed: correct, move, comment, approve, reject, cancel.
     *
     * @param needed how many different people must approve
     * @param approvedBy who has, so far
     * @param correctedBy who has changed the request since it was filed
     */
    record AwaitingApproval(int needed, List<String> approvedBy, List<String> correctedBy) implements TicketState {
        public AwaitingApproval {
            approvedBy = List.copyOf(approvedBy);
            correctedBy = List.copyOf(correctedBy);
        }

        /** With the request as it was filed. */
        public AwaitingApproval(int needed, List<String> approvedBy) {
            this(needed, approvedBy, List.of());
        }

        @Override
        public String label() {
            return "awaiting-approval";
        }

        /** Approved once enough people have; each counts once. */
        public TicketState approve(String by, Instant at) {
            var approvers =
                    Stream.concat(approvedBy.stream(), Stream.of(by)).distinct().toList();
            return approvers.size() < needed ? new AwaitingApproval(needed, approvers, correctedBy) : new Approved(at);
        }

        /** Another request to be approved anew, by this many people. */
        public AwaitingApproval correct(String by, int nowNeeded) {
            var authors = Stream.concat(correctedBy.stream(), Stream.of(by))
                    .distinct()
                    .toList();
            return new AwaitingApproval(nowNeeded, List.of(), authors);
        }

        /** Another request by somebody who decides, to be approved anew by this many people, of whom he may be one. */
        public AwaitingApproval edit(int nowNeeded) {
            return new AwaitingApproval(nowNeeded, List.of(), correctedBy);
        }

        /** With another preview, to be approved anew: who has approved saw something else. */
        public AwaitingApproval previewed() {
            return new AwaitingApproval(needed, List.of(), correctedBy);
        }

        public Rejected reject(String reason, Instant at) {
            return new Rejected(at, reason);
        }

        public Cancelled cancel(String reason, Instant at) {
            return new Cancelled(null, at, reason);
        }

        public Expired expire(String reason, Instant at) {
            return new Expired(at, reason);
        }
    }

    /** Decided, and due to be worked on. Allowed: cancel, while the request can be undone. */
    record Approved(Instant approvedAt) implements TicketState {
        @Override
        public String label() {
            return "approved";
        }

        public InProgress start(Progress progress, Instant at) {
            return new InProgress(approvedAt, at, progress);
        }

        /** Not due before this time. */
        public Scheduled schedule(Instant dueAt) {
            return new Scheduled(approvedAt, dueAt, null);
        }

        /**
         * Due, but another ticket comes first.
         *
         * @param ifChanged see {@link Scheduled}
         */
        public Scheduled queue(String waitsFor, @Nullable AwaitingApproval ifChanged) {
            return new Scheduled(approvedAt, approvedAt, waitsFor, ifChanged);
        }

        public Cancelled cancel(String reason, Instant at) {
            return new Cancelled(approvedAt, at, reason);
        }
    }

    /**
     * Decided, and not due yet, or due and waiting for its turn; nothing of it is done. Allowed: move, start, cancel.
     *
     * @param waitsFor what keeps it from beginning though it is due; {@code null} while nothing does
     * @param ifChanged how it waits for people again, if it would do something else by its turn than they have seen;
     *     {@code null} where what it does is found out when it is due
     */
    record Scheduled(
            Instant approvedAt,
            Instant dueAt,
            @Nullable String waitsFor,
            @Nullable AwaitingApproval ifChanged) implements TicketState {

        /** For a time of its own. */
        public Scheduled(Instant approvedAt, Instant dueAt, @Nullable String waitsFor) {
            this(approvedAt, dueAt, waitsFor, null);
        }

        @Override
        public String label() {
            return "scheduled";
        }

        public Approved due() {
            return new Approved(approvedAt);
        }

        public Scheduled move(Instant otherDueAt) {
            return new Scheduled(approvedAt, otherDueAt, null);
        }

        public Scheduled waitFor(String what) {
            return new Scheduled(approvedAt, dueAt, what, ifChanged);
        }

        public Failed fail(String reason, Instant at) {
            return new Failed(approvedAt, null, at, reason);
        }

        public Cancelled cancel(String reason, Instant at) {
            return new Cancelled(approvedAt, at, reason);
        }
    }

    /**
     * The provisioner works on it. Allowed: cancel, while the request can be undone.
     *
     * @param startedAt since when it is worked on without a break
     * @param away whether its region could not be reached at the last look
     */
    record InProgress(Instant approvedAt, Instant startedAt, Progress progress, boolean away) implements TicketState {

        /** In a region that can be reached. */
        public InProgress(Instant approvedAt, Instant startedAt, Progress progress) {
            this(approvedAt, startedAt, progress, false);
        }

        @Override
        public String label() {
            return "in-progress";
        }

        public InProgress at(Progress now) {
            return new InProgress(approvedAt, startedAt, now);
        }

        /** Nothing can be done for as long as the region is away. */
        public InProgress waiting(String why) {
            return new InProgress(approvedAt, startedAt, new Progress(progress.step(), progress.of(), why), true);
        }

        /** The region is back: the work goes on, and has all of its time again. */
        public InProgress back(Instant at) {
            return new InProgress(approvedAt, at, new Progress(progress.step(), progress.of(), "Going on"));
        }

        public Fulfilled fulfil(Instant at) {
            return new Fulfilled(approvedAt, startedAt, at);
        }

        public Failed fail(String reason, Instant at) {
            return new Failed(approvedAt, startedAt, at, reason);
        }

        public Cancelled cancel(String reason, Instant at) {
            return new Cancelled(approvedAt, at, reason);
        }
    }

    /**
     * Done as asked. Allowed: comment.
     *
     * @param drill what was found out, where a drill was asked for
     */
    record Fulfilled(
            Instant approvedAt,
            Instant startedAt,
            Instant endedAt,
            @Nullable Drill drill) implements TicketState {

        public Fulfilled(Instant approvedAt, Instant startedAt, Instant endedAt) {
            this(approvedAt, startedAt, endedAt, null);
        }

        /** With what a drill has found out. */
        public Fulfilled with(@Nullable Drill found) {
            return new Fulfilled(approvedAt, startedAt, endedAt, found);
        }

        @Override
        public String label() {
            return "fulfilled";
        }
    }

    /**
     * Could not be done. Allowed: comment, retry by an admin.
     *
     * @param startedAt {@code null} if it could not even begin when it was due
     * @param reason what went wrong and what to do
     */
    record Failed(Instant approvedAt, @Nullable Instant startedAt, Instant endedAt, String reason)
            implements TicketState {
        @Override
        public String label() {
            return "failed";
        }

        public InProgress retry(Instant at) {
            return new InProgress(approvedAt, at, new Progress(0, 1, "Retrying"));
        }
    }

    /** Refused by a person. Allowed: comment. */
    record Rejected(Instant endedAt, String reason) implements TicketState {
        @Override
        public String label() {
            return "rejected";
        }
    }

    /** Taken back. Allowed: comment. */
    record Cancelled(@Nullable Instant approvedAt, Instant endedAt, String reason) implements TicketState {
        @Override
        public String label() {
            return "cancelled";
        }
    }

    /** Nobody decided it in time. Allowed: comment. */
    record Expired(Instant endedAt, String reason) implements TicketState {
        @Override
        public String label() {
            return "expired";
        }
    }
}
