package io.keydesk.service.desk;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.NameTaken;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.NameHolder;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.PhaseChange;
import java.time.Instant;
import java.util.Optional;

/**
 * Turns an approved ticket into the next revision of its cluster, and makes the cluster due. Works within the caller's
 * transaction and touches nothing outside the database.
 */
final class Carrying {

    private final DeskPorts ports;
    private final Drafting drafting;

    Carrying(DeskPorts ports, Drafting drafting) {
        this.ports = ports;
        this.drafting = drafting;
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

    /** Why a ticket, which need not be stored yet, cannot be carried out now; writes nothing. Holds what it looks at. */
    Optional<Refusal> obstacle(Ticket ticket) {
        var existing = ports.clusters().lock(ticket.clusterId());
        return switch (ticket.request()) {
            case OrderCluster order
            when existing.isEmpty() ->
                nameTaken(ticket.tenant(), order, Optional.of(ticket))
                        .<Refusal>map(taken -> taken)
                        .or(() -> beyondQuota(ticket, order));
            case OrderCluster _, ChangeSettings _, DeleteCluster _ -> inTheWay(ticket, existing.orElseThrow());
            case PowerOff _, PowerOn _, FailOver _ -> inTheWay(ticket, existing.orElseThrow());
        };
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

    private Optional<Refusal> beyondQuota(Ticket ticket, OrderCluster order) {
        var tenant = ports.tenants().lock(ticket.tenant()).orElseThrow();
        var holdings = new Holdings(tenant, ports.clusters().holdings(ticket.tenant()));
        var environment = order.environmentOrThrow();
        var preview = ticket.preview()
                .using(
                        Use.of(holdings.clustersFor(environment), 1),
                        Use.of(
                                holdings.memoryFor(environment, ports.catalogue()),
                                ports.catalogue().storedPlan(order.plan()).memoryBytes()));
        return ports.policies().withinQuota(preview);
    }

    private Optional<Refusal> inTheWay(Ticket ticket, Cluster cluster) {
        var working = ports.tickets()
                .working(cluster.id())
                .filter(other -> !other.id().equals(ticket.id()));
        if (working.isPresent()) {
            var number = working.get().number().toString();
            return Optional.of(new TicketInTheWay(
                    number,
                    "Ticket %s is working on cluster %s: wait for it, or cancel it."
                            .formatted(number, cluster.name())));
        }
        var deleting = cluster.desired().state().deleted() && !(ticket.request() instanceof DeleteCluster);
        return cluster.isGone() || deleting
                ? Optional.of(new WrongState("Cluster %s is %s."
                        .formatted(cluster.name(), cluster.phase().label())))
                : notNow(ticket, cluster);
    }

    /** One that has asked for what is desired, and is retried, is not in its own way. */
    private static Optional<Refusal> notNow(Ticket ticket, Cluster cluster) {
        boolean own = cluster.desired().ticket().equals(ticket.id().value());
        return own && ticket.request() instanceof PowerOn
                ? Optional.empty()
                : new Standing(cluster).obstacleTo(ticket.request()).<Refusal>map(obstacle -> obstacle);
    }

    private Cluster firstRevision(Ticket ticket, String by, Instant at) {
        var order = (OrderCluster) ticket.request();
        var state = order.effectOn(Optional.empty(), drafting.offer(ticket.tenant(), Optional.empty()));
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
                at,
                at,
                null,
                null,
                0);
        ports.clusters().add(cluster);
        return cluster;
    }

    private Cluster nextRevision(Ticket ticket, Cluster cluster, String by, Instant at) {
        var offer = drafting.offer(ticket.tenant(), Optional.of(cluster));
        var current = cluster.desired().state();
        var state = switch (ticket.request()) {
            case OrderCluster _ -> current;
            case ChangeSettings change -> change.effectOn(Optional.of(current), offer);
            case DeleteCluster delete -> delete.effectOn(Optional.of(current), offer);
            case PowerOff _, PowerOn _, FailOver _ -> ticket.request().effectOn(Optional.of(current), offer);
        };
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
