package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.Holding;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.ArrayList;
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
    private final Precedence precedence;
    private final Staleness staleness;
    private final Map<TenantSlug, List<Holding>> taken = new HashMap<>();
    private final Map<ClusterId, List<Approved>> approved = new HashMap<>();

    ApprovalSequence(DeskPorts ports, Reading reading) {
        this.ports = ports;
        this.reading = reading;
        this.deciding = new Deciding(ports);
        this.timing = new Timing(ports.grace());
        this.precedence = new Precedence(ports.tickets());
        this.staleness = new Staleness(ports);
    }

    /** One that would be approved, and whether it would begin at once, or else come after others, or at a time of its own. */
    private record Approved(Ticket ticket, Beginning beginning) {}

    private enum Beginning {
        AT_ONCE,
        IN_TURN,
        LATER
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
                ? contradiction(ticket)
                        .or(() -> deciding.obstacle(ticket, Times.now(ports.clock())))
                        .or(() -> beyondQuota(ticket))
                : Optional.<Refusal>empty();
        return obstacle.or(() -> staleness.of(ticket)).or(() -> overtaken(ticket));
    }

    /** Whether it would not wait for somebody else. */
    private static boolean isLast(Ticket ticket) {
        return ticket.state() instanceof AwaitingApproval waiting
                && waiting.needed() - waiting.approvedBy().size() <= 1;
    }

    private Beginning beginning(Ticket ticket) {
        var now = Times.now(ports.clock());
        var cluster = ports.clusters().find(ticket.clusterId());
        boolean due =
                timing.dueAt(ticket, cluster, now, now) instanceof Given<Instant>(var dueAt) && !dueAt.isAfter(now);
        if (!due) {
            return Beginning.LATER;
        }
        boolean waits = precedence.first(ticket, now).isPresent()
                || before(ticket).anyMatch(other -> other.beginning() != Beginning.LATER);
        return waits ? Beginning.IN_TURN : Beginning.AT_ONCE;
    }

    private Stream<Approved> before(Ticket ticket) {
        return approved.getOrDefault(ticket.clusterId(), List.of()).stream();
    }

    private Optional<Refusal> contradiction(Ticket ticket) {
        return before(ticket)
                .filter(other -> Precedence.contradict(
                        other.ticket().request(), other.beginning() != Beginning.LATER, Asked.by(ticket)))
                .findFirst()
                .map(other -> new TicketInTheWay(
                        other.ticket().number().toString(),
                        "Ticket %s (%s) comes before it here, and after that this cannot be done any more."
                                .formatted(
                                        other.ticket().number(),
                                        other.ticket().request().summary())));
    }

    /** Also of one that is carried out later: its preview would be of a revision that is gone. */
    private Optional<Refusal> overtaken(Ticket ticket) {
        return before(ticket)
                .filter(other -> other.beginning() == Beginning.AT_ONCE)
                .findFirst()
                .map(other -> "Ticket %s, which comes before it here, changes the same cluster."
                        .formatted(other.ticket().number()))
                .map(change -> new PreviewStale(
                        change
                                + " The preview of this one is made anew then: look at it, and approve this one by itself.",
                        List.of(change)));
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
        if (!isLast(ticket)) {
            return ticket;
        }
        var beginning = beginning(ticket);
        approved.computeIfAbsent(ticket.clusterId(), _ -> new ArrayList<>()).add(new Approved(ticket, beginning));
        if (beginning == Beginning.AT_ONCE) {
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
