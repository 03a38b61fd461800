package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Tickets as if they were approved one after the other: each meets what those before it have taken. Stores nothing. */
final class ApprovalSequence {

    private static final Taken NOTHING = new Taken(0, 0);

    private final DeskPorts ports;
    private final Reading reading;
    private final Carrying carrying;
    private final Map<TenantSlug, Taken> taken = new HashMap<>();
    private final Map<ClusterId, TicketNumber> working = new HashMap<>();

    ApprovalSequence(DeskPorts ports, Reading reading) {
        this.ports = ports;
        this.reading = reading;
        this.carrying = new Carrying(ports, new Drafting(ports));
    }

    /** What those before have taken of a tenant's quota. */
    private record Taken(long clusters, long memoryBytes) {}

    /** The next one, if it could be approved then. */
    Answer<Ticket> next(Caller caller, String ref, OptionalLong ifVersion) {
        return reading.ticket(caller, ref)
                .then(ticket -> ports.transactions()
                        .inTransaction(() -> reading.hold(caller, ticket.id(), ifVersion)
                                .then(held -> obstacle(caller, held)
                                        .map(Answer::<Ticket>refused)
                                        .orElseGet(() -> Answer.of(held)))))
                .map(this::approved);
    }

    private Optional<Refusal> obstacle(Caller caller, Ticket ticket) {
        var whyNot = ports.policies().whyNot(caller, ticket);
        if (whyNot.isPresent()) {
            return whyNot.map(
                    why -> ticket.state() instanceof AwaitingApproval ? new Forbidden(why) : new WrongState(why));
        }
        return isLast(ticket)
                ? inTheWay(ticket).or(() -> carrying.obstacle(ticket)).or(() -> beyondQuota(ticket))
                : Optional.empty();
    }

    /** Whether it would be carried out, and not wait for somebody else. */
    private static boolean isLast(Ticket ticket) {
        return ticket.state() instanceof AwaitingApproval waiting
                && waiting.needed() - waiting.approvedBy().size() <= 1;
    }

    private Optional<Refusal> inTheWay(Ticket ticket) {
        var number = working.get(ticket.clusterId());
        return number == null
                ? Optional.empty()
                : Optional.of(new TicketInTheWay(
                        number.toString(),
                        "Ticket %s, which comes before it here, would be working on the same cluster: approve this one once that is done."
                                .formatted(number)));
    }

    /** What fits by itself may not fit behind the others. */
    private Optional<Refusal> beyondQuota(Ticket ticket) {
        var before = taken.getOrDefault(ticket.tenant(), NOTHING);
        if (before.equals(NOTHING)) {
            return Optional.empty();
        }
        var holdings = ports.tenants().holdings(ticket.tenant()).orElseThrow();
        var preview = ticket.preview();
        return ports.policies()
                .withinQuota(preview.using(
                        new Use(
                                holdings.tenant().quota().clusters(),
                                holdings.plans().size() + before.clusters(),
                                preview.clusters().requested()),
                        new Use(
                                holdings.tenant().quota().memoryBytes(),
                                memory(holdings) + before.memoryBytes(),
                                preview.memoryBytes().requested())));
    }

    private long memory(Holdings holdings) {
        return ports.catalogue().memoryOf(holdings.plans());
    }

    private Ticket approved(Ticket ticket) {
        if (isLast(ticket)) {
            working.put(ticket.clusterId(), ticket.number());
            var preview = ticket.preview();
            var before = taken.getOrDefault(ticket.tenant(), NOTHING);
            // What a deletion gives back is free once it is done, which is later.
            taken.put(
                    ticket.tenant(),
                    new Taken(
                            before.clusters() + Math.max(0, preview.clusters().requested()),
                            before.memoryBytes()
                                    + Math.max(0, preview.memoryBytes().requested())));
        }
        return ticket;
    }
}
