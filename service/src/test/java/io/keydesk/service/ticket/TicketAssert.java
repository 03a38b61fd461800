package io.keydesk.service.ticket;

import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import java.time.Instant;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Where a ticket stands. */
public final class TicketAssert extends AbstractAssert<TicketAssert, Ticket> {

    public TicketAssert(Ticket actual) {
        super(actual, TicketAssert.class);
    }

    public TicketAssert isAwaitingApproval() {
        return is(AwaitingApproval.class);
    }

    /** Waits for that many people, of whom these have approved. */
    public TicketAssert isAwaitingApprovalOf(int needed, String... approvedBy) {
        isAwaitingApproval();
        var state = (AwaitingApproval) actual.state();
        Assertions.assertThat(state.needed()).as("people needed").isEqualTo(needed);
        Assertions.assertThat(state.approvedBy()).as("approved by").containsExactly(approvedBy);
        return this;
    }

    public TicketAssert isApproved() {
        return is(Approved.class);
    }

    public TicketAssert isScheduledFor(Instant dueAt) {
        is(Scheduled.class);
        Assertions.assertThat(((Scheduled) actual.state()).dueAt()).isEqualTo(dueAt);
        return this;
    }

    public TicketAssert isScheduledAndWaitsFor(String what) {
        is(Scheduled.class);
        Assertions.assertThat(((Scheduled) actual.state()).waitsFor()).contains(what);
        return this;
    }

    public TicketAssert isInProgress() {
        return is(InProgress.class);
    }

    public TicketAssert isAt(int step, int of, String message) {
        isInProgress();
        Assertions.assertThat(((InProgress) actual.state()).progress())
                .hasToString("Progress[step=%d, of=%d, message=%s]".formatted(step, of, message));
        return this;
    }

    public TicketAssert isFulfilled() {
        return is(Fulfilled.class);
    }

    public TicketAssert hasFailedBecause(String reason) {
        is(Failed.class);
        Assertions.assertThat(((Failed) actual.state()).reason()).contains(reason);
        return this;
    }

    public TicketAssert isRejectedBecause(String reason) {
        is(Rejected.class);
        Assertions.assertThat(((Rejected) actual.state()).reason()).isEqualTo(reason);
        return this;
    }

    public TicketAssert isCancelled() {
        return is(Cancelled.class);
    }

    public TicketAssert isExpired() {
        return is(Expired.class);
    }

    private TicketAssert is(Class<? extends TicketState> state) {
        if (!state.isInstance(actual.state())) {
            throw failure(
                    "Expected ticket %s to be %s, but it is %s",
                    actual.number(), state.getSimpleName(), actual.state());
        }
        return this;
    }
}
