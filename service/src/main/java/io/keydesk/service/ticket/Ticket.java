package io.keydesk.service.ticket;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request with its decision and work.
 *
 * @param number {@link TicketNumber#NONE} before it is stored
 * @param clusterId the cluster it concerns, or the one it will make
 * @param when it is to be carried out
 * @param findings what the approval policies said
 * @param externalReference of the ticket system it came from
 * @param version counts the changes that callers can see
 */
public record Ticket(
        TicketId id,
        TicketNumber number,
        TenantSlug tenant,
        String requester,
        TicketRequest request,
        ClusterId clusterId,
        When when,
        TicketState state,
        Preview preview,
        List<Finding> findings,
        List<Decision> decisions,
        @Nullable String externalReference,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    /** Characters. */
    public static final int LONGEST_REFERENCE = 100;

    public Ticket {
        findings = List.copyOf(findings);
        decisions = List.copyOf(decisions);
    }

    /** Since when it waits: for people since it was filed, for keydesk since it was approved; nothing once it has ended. */
    public Optional<Instant> waitingSince() {
        return state.ended().isPresent()
                ? Optional.empty()
                : Optional.of(state.decided().orElse(createdAt));
    }

    /** The same, as it is stored. */
    public Ticket numbered(TicketNumber given) {
        return new Ticket(
                id,
                given,
                tenant,
                requester,
                request,
                clusterId,
                when,
                state,
                preview,
                findings,
                decisions,
                externalReference,
                createdAt,
                updatedAt,
                version);
    }

    /** The same with a {@linkplain Preview#brief() brief} preview, and without those that deciders have seen. */
    public Ticket brief() {
        return new Ticket(
                id,
                number,
                tenant,
                requester,
                request,
                clusterId,
                when,
                state,
                preview.brief(),
                findings,
                decisions.stream().map(Decision::brief).toList(),
                externalReference,
                createdAt,
                updatedAt,
                version);
    }

    public Ticket in(TicketState next, Instant at) {
        return new Ticket(
                id,
                number,
                tenant,
                requester,
                request,
                clusterId,
                when,
                next,
                preview,
                findings,
                decisions,
                externalReference,
                createdAt,
                at,
                version + 1);
    }

    public Ticket decided(Decision decision, TicketState next) {
        var all = new ArrayList<>(decisions);
        all.add(decision);
        return new Ticket(
                id,
                number,
                tenant,
                requester,
                request,
                clusterId,
                when,
                next,
                preview,
                findings,
                all,
                externalReference,
                createdAt,
                decision.at(),
                version + 1);
    }

    /**
     * To be carried out at another time.
     *
     * @param dueAt when that is, as far as it can be told; {@code null} if at once
     */
    public Ticket rescheduled(When other, @Nullable Instant dueAt, TicketState next, Instant at) {
        return new Ticket(
                id,
                number,
                tenant,
                requester,
                request,
                clusterId,
                other,
                next,
                preview.due(dueAt),
                findings,
                decisions,
                externalReference,
                createdAt,
                at,
                version + 1);
    }

    /** With another preview of the same request. */
    public Ticket previewed(Preview now, TicketState next, Instant at) {
        return corrected(request, now, findings, next, externalReference, at);
    }

    /** Another request of the same kind takes the place of this one; it is for the deciders to look at anew. */
    public Ticket corrected(
            TicketRequest other,
            Preview seen,
            List<Finding> found,
            TicketState next,
            @Nullable String reference,
            Instant at) {
        return new Ticket(
                id,
                number,
                tenant,
                requester,
                other,
                clusterId,
                when,
                next,
                seen,
                found,
                decisions,
                reference,
                createdAt,
                at,
                version + 1);
    }
}
