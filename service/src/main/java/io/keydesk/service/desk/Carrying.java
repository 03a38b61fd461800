package io.keydesk.service.desk;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.FieldError;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.NameTaken;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.NameHolder;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.PhaseChange;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Turns an approved ticket into the next revision of its cluster, and makes the cluster due. Works within the caller's
 * transaction and touches nothing outside the database.
 */
final class Carrying {

    private final DeskPorts ports;
    private final Drafting drafting;
    private final Precedence precedence;

    Carrying(DeskPorts ports, Drafting drafting) {
        this.ports = ports;
        this.drafting = drafting;
        this.precedence = new Precedence(ports.tickets());
    }

    /** Writes the revision for a ticket that is held, after the event that tells why. */
    Answer<Cluster> carryOut(Ticket ticket, Event because) {
        var obstacle = obstacle(ticket);
        if (obstacle.isPresent()) {
            return Answer.refused(obstacle.get());
        }
        ports.timeline().add(because);
        var by = author(ticket, because);
        var cluster = ports.clusters()
                .lock(ticket.clusterId())
                .map(existing -> nextRevision(ticket, existing, by, because.at()))
                .orElseGet(() -> firstRevision(ticket, by, because.at()));
        ports.queue().wake(cluster.id());
        return Answer.of(cluster);
    }

    /** Who acts; of a ticket whose time has come, who decided it. */
    private static String author(Ticket ticket, Event because) {
        return because.actor().equals(Event.KEYDESK) && !ticket.decisions().isEmpty()
                ? ticket.decisions().getLast().by()
                : because.actor();
    }

    /** Why a ticket cannot be carried out now; writes nothing. Holds what it looks at. */
    private Optional<Refusal> obstacle(Ticket ticket) {
        var existing = ports.clusters().lock(ticket.clusterId());
        return precedence
                .working(ticket)
                .<Refusal>map(other -> other)
                .or(() -> obstacle(ticket, existing, Standing::obstacleTo));
    }

    /**
     * Why a ticket, which need not be stored yet, can neither be carried out now nor once those before it have ended, as far
     * as that can be told; writes nothing. Holds what it looks at.
     */
    Optional<Refusal> lastingObstacle(Ticket ticket, Instant at) {
        var existing = ports.clusters().lock(ticket.clusterId());
        boolean waits = precedence.first(ticket, at).isPresent();
        return precedence
                .contradiction(Asked.by(ticket), ticket.clusterId(), at)
                .<Refusal>map(other -> other)
                .or(() -> obstacle(ticket, existing, waits ? Standing::lastingObstacleTo : Standing::obstacleTo));
    }

    private Optional<Refusal> obstacle(
            Ticket ticket,
            Optional<Cluster> existing,
            BiFunction<Standing, TicketRequest, Optional<WrongState>> standing) {
        return switch (ticket.request()) {
            case OrderCluster order
            when existing.isEmpty() ->
                nameTaken(ticket.tenant(), order, Optional.of(ticket))
                        .<Refusal>map(taken -> taken)
                        .or(() -> beyondQuota(
                                ticket, order.environmentOrThrow(), Optional.empty(), firstState(ticket, order)));
            case OrderCluster _ -> standing(ticket, existing.orElseThrow(), standing);
            case ChangeSettings _,
                    ChangePlan _,
                    ChangeAccess _,
                    UpgradeVersion _,
                    RollBack _,
                    PowerOff _,
                    PowerOn _,
                    FailOver _,
                    RotateCredentials _,
                    DeleteCluster _ -> {
                var cluster = existing.orElseThrow();
                yield standing(ticket, cluster, standing)
                        .or(() -> outdated(ticket, cluster))
                        .or(() -> beyondQuota(
                                ticket,
                                cluster.environment(),
                                Optional.of(cluster.desired().state()),
                                nextState(ticket, cluster)));
            }
        };
    }

    /** That the cluster is no longer one that the request could be filed for. Whoever asks for what is there gets it. */
    private Optional<Refusal> outdated(Ticket ticket, Cluster cluster) {
        if (nextState(ticket, cluster).equals(cluster.desired().state().lasting())) {
            return Optional.empty();
        }
        var errors = ticket.request().errors(drafting.offer(ticket.tenant(), Optional.of(cluster)));
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(new WrongState(
                        "Cluster %s is no longer as it was when this was asked for: %s. Correct the ticket while it waits, or file another."
                                .formatted(
                                        cluster.name(),
                                        errors.stream().map(FieldError::message).collect(Collectors.joining("; ")))));
    }

    /** Who has the name now: a cluster, or an order that is not done yet, other than {@code self}. */
    Optional<NameTaken> nameTaken(TenantSlug tenant, OrderCluster order, Optional<Ticket> self) {
        return ports.tickets().holders(tenant, order.region(), order.name()).stream()
                .filter(holder -> self.isEmpty() || !holder.is(self.get()))
                .map(holder -> switch (holder) {
                    case NameHolder.Existing _ ->
                        "Cluster %s exists in region %s: choose another name, or delete it first."
                                .formatted(order.name(), order.region());
                    case NameHolder.Ordered other ->
                        "Ticket %s orders a cluster of the name %s: choose another name, or cancel it."
                                .formatted(other.number(), order.name());
                })
                .findFirst()
                .map(detail -> new NameTaken("request.name", detail));
    }

    /** Holds the tenant, so that two tickets cannot share what is left; after the cluster, as everywhere. */
    private Optional<Refusal> beyondQuota(
            Ticket ticket, Environment environment, Optional<DesiredState> before, DesiredState after) {
        var growth = Growth.between(before, after, ports.catalogue());
        if (!growth.needsQuota()) {
            return Optional.empty();
        }
        var tenant = ports.tenants().lock(ticket.tenant()).orElseThrow();
        var holdings = new Holdings(tenant, ports.clusters().holdings(ticket.tenant()));
        return ports.policies().withinQuota(growth.in(ticket.preview(), holdings, environment, ports.catalogue()));
    }

    /** One that has asked for what is desired, and is retried, is not in its own way. */
    private static Optional<Refusal> standing(
            Ticket ticket, Cluster cluster, BiFunction<Standing, TicketRequest, Optional<WrongState>> standing) {
        var deleting = cluster.desired().state().deleted() && !(ticket.request() instanceof DeleteCluster);
        if (cluster.isGone() || deleting) {
            return Optional.of(Standing.gone(cluster));
        }
        boolean goesOn = ticket.request() instanceof PowerOn || ticket.request() instanceof RotateCredentials;
        return goesOn && isOwn(ticket, cluster)
                ? Optional.empty()
                : standing.apply(new Standing(cluster), ticket.request()).<Refusal>map(obstacle -> obstacle);
    }

    private static boolean isOwn(Ticket ticket, Cluster cluster) {
        return cluster.desired().ticket().equals(ticket.id().value());
    }

    private Cluster firstRevision(Ticket ticket, String by, Instant at) {
        var order = (OrderCluster) ticket.request();
        var state = firstState(ticket, order);
        var cluster = new Cluster(
                ticket.clusterId(),
                ticket.tenant(),
                order.name(),
                order.purposeOrThrow(),
                order.environmentOrThrow(),
                order.region(),
                revision(1, state, ticket, by, at),
                Observation.NOTHING,
                null,
                false,
                null,
                false,
                at,
                at,
                null,
                null,
                0);
        ports.clusters().add(cluster);
        return cluster;
    }

    private DesiredState firstState(Ticket ticket, OrderCluster order) {
        return order.effectOn(Optional.empty(), drafting.offer(ticket.tenant(), Optional.empty()));
    }

    /**
     * What the cluster shall be. The order of one that is there, and a rotation that is retried, go on with what they have
     * asked for.
     */
    private DesiredState nextState(Ticket ticket, Cluster cluster) {
        var current = cluster.desired().state();
        return switch (ticket.request()) {
            case OrderCluster _ -> current;
            case RotateCredentials _ when isOwn(ticket, cluster) -> current;
            case ChangeSettings _,
                    ChangePlan _,
                    ChangeAccess _,
                    UpgradeVersion _,
                    RollBack _,
                    PowerOff _,
                    PowerOn _,
                    FailOver _,
                    RotateCredentials _,
                    DeleteCluster _ ->
                ticket.request().effectOn(Optional.of(current), drafting.offer(ticket.tenant(), Optional.of(cluster)));
        };
    }

    private Cluster nextRevision(Ticket ticket, Cluster cluster, String by, Instant at) {
        var current = cluster.desired().state();
        var state = nextState(ticket, cluster);
        var next = state.equals(current.lasting())
                ? cluster.resumed(at)
                : cluster.desiring(revision(cluster.desired().number() + 1, state, ticket, by, at));
        ports.clusters().update(next);
        PhaseChange.between(cluster, next, by, at)
                .ifPresent(change -> ports.timeline().add(change.during(ticket)));
        return next;
    }

    private static Revision revision(int number, DesiredState state, Ticket ticket, String by, Instant at) {
        return new Revision(number, state, ticket.id().value(), ticket.number().toString(), by, at);
    }
}
