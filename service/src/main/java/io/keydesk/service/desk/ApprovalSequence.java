package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.Holding;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Tickets as if they were approved one after the other: each meets what those before it have taken. Stores nothing. */
final class ApprovalSequence {

    private final DeskPorts ports;
    private final Reading reading;
    private final Deciding deciding;
    private final Timing timing;
    private final Staleness staleness;
    private final Map<TenantSlug, List<Holding>> taken = new HashMap<>();
    private final Map<ClusterId, TicketNumber> working = new HashMap<>();

    ApprovalSequence(DeskPorts ports, Reading reading) {
        this.ports = ports;
        this.reading = reading;
        this.deciding = new Deciding(ports);
        this.timing = new Timing(ports.clusters(), ports.grace());
        this.staleness = new Staleness(ports);
    }

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
        var obstacle = isLast(ticket)
                ? inTheWay(ticket)
                        .or(() -> deciding.obstacle(ticket, Times.now(ports.clock())))
                        .or(() -> beyondQuota(ticket))
                : Optional.<Refusal>empty();
        return obstacle.or(() -> staleness.of(ticket));
    }

    /** Whether it would not wait for somebody else. */
    private static boolean isLast(Ticket ticket) {
        return ticket.state() instanceof AwaitingApproval waiting
                && waiting.needed() - waiting.approvedBy().size() <= 1;
    }

    /** Whether it would be carried out, and not wait for its time. */
    private boolean isDue(Ticket ticket) {
        var now = Times.now(ports.clock());
        return timing.dueAt(ticket, now) instanceof Given<Instant>(var dueAt) && !dueAt.isAfter(now);
    }

    /** Also of one that is carried out later: by then its preview would be of a revision that is gone. */
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
        var before = taken.getOrDefault(ticket.tenant(), List.of());
        if (before.isEmpty()) {
            return Optional.empty();
        }
        var now = ports.tenants().holdings(ticket.tenant()).orElseThrow();
        var holdings = new Holdings(
                now.tenant(), Stream.concat(now.all().stream(), before.stream()).toList());
        var environment = environment(ticket);
        var preview = ticket.preview();
        return ports.policies()
                .withinQuota(preview.using(
                        Use.of(
                                holdings.clustersFor(environment),
                                preview.clusters().requested()),
                        Use.of(
                                holdings.memoryFor(environment, ports.catalogue()),
                                preview.memoryBytes().requested())));
    }

    private Environment environment(Ticket ticket) {
        return Drafting.environment(ticket.request(), ports.clusters().find(ticket.clusterId()));
    }

    private Ticket approved(Ticket ticket) {
        if (isLast(ticket) && isDue(ticket)) {
            working.put(ticket.clusterId(), ticket.number());
            taken.merge(
                    ticket.tenant(),
                    takenBy(ticket),
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
        }
        return ticket;
    }

    /** What a deletion gives back is free once it is done, which is later. */
    private List<Holding> takenBy(Ticket ticket) {
        var plan = ticket.preview().plan();
        if (plan == null || plan.to() == null) {
            return List.of();
        }
        var environment = environment(ticket);
        var taken = new Holding(environment, plan.to(), 1);
        return plan.from() == null ? List.of(taken) : List.of(taken, new Holding(environment, plan.from(), -1));
    }
}
