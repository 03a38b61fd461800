package io.keydesk.service.desk;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.NameTaken;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.Ticket;
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

    /** Writes the revision for a ticket that is held. {@code by} is who decided. */
    Answer<Cluster> carryOut(Ticket ticket, String by, Instant at) {
        var answer = switch (ticket.request()) {
            case OrderCluster order -> firstRevision(ticket, order, by, at);
            case ChangeSettings _, DeleteCluster _ -> nextRevision(ticket, by, at);
        };
        return answer.map(cluster -> {
            ports.queue().wake(cluster.id());
            return cluster;
        });
    }

    /** Who has the name now: a cluster, or an order that is not done yet, other than {@code self}. */
    Optional<NameTaken> nameTaken(TenantSlug tenant, OrderCluster order, Optional<Ticket> self) {
        var cluster = ports.clusters()
                .named(tenant, order.region(), order.name())
                .map(taken -> "Cluster %s exists in region %s: choose another name, or delete it first."
                        .formatted(order.name(), order.region()));
        return cluster.or(() -> ports.tickets()
                        .ordering(tenant, order.region(), order.name())
                        .filter(other ->
                                self.isEmpty() || !other.id().equals(self.get().id()))
                        .map(other -> "Ticket %s orders a cluster of the name %s: choose another name, or cancel it."
                                .formatted(other.number(), order.name())))
                .map(detail -> new NameTaken("request.name", detail));
    }

    private Answer<Cluster> firstRevision(Ticket ticket, OrderCluster order, String by, Instant at) {
        var existing = ports.clusters().lock(ticket.clusterId());
        if (existing.isPresent()) {
            return again(ticket, existing.get(), by, at);
        }
        var taken = nameTaken(ticket.tenant(), order, Optional.of(ticket));
        if (taken.isPresent()) {
            return Answer.refused(taken.get());
        }
        var tenant = ports.tenants().lock(ticket.tenant()).orElseThrow();
        var plans = ports.clusters().plansOf(ticket.tenant());
        var preview = ticket.preview()
                .using(
                        new Use(tenant.quota().clusters(), plans.size(), 1),
                        new Use(
                                tenant.quota().memoryBytes(),
                                plans.stream()
                                        .mapToLong(plan -> ports.catalogue()
                                                .storedPlan(plan)
                                                .memoryBytes())
                                        .sum(),
                                ports.catalogue().storedPlan(order.plan()).memoryBytes()));
        var quota = ports.policies().withinQuota(preview);
        if (quota.isPresent()) {
            return Answer.refused(quota.get());
        }
        var state = order.effectOn(Optional.empty(), drafting.offer(Optional.empty()));
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
                at,
                at,
                null,
                null,
                0);
        ports.clusters().add(cluster);
        return Answer.of(cluster);
    }

    private Answer<Cluster> nextRevision(Ticket ticket, String by, Instant at) {
        return again(ticket, ports.clusters().lock(ticket.clusterId()).orElseThrow(), by, at);
    }

    private Answer<Cluster> again(Ticket ticket, Cluster cluster, String by, Instant at) {
        var working = ports.tickets()
                .working(cluster.id())
                .filter(other -> !other.id().equals(ticket.id()));
        if (working.isPresent()) {
            var number = working.get().number().toString();
            return Answer.refused(new TicketInTheWay(
                    number,
                    "Ticket %s is working on cluster %s: wait for it, or cancel it."
                            .formatted(number, cluster.name())));
        }
        var deleting = cluster.desired().state().deleted() && !(ticket.request() instanceof DeleteCluster);
        if (cluster.isGone() || deleting) {
            return Answer.refused(new WrongState("Cluster %s is %s."
                    .formatted(cluster.name(), cluster.phase().label())));
        }
        var offer = drafting.offer(Optional.of(cluster));
        var state = switch (ticket.request()) {
            case OrderCluster _ -> cluster.desired().state();
            case ChangeSettings change ->
                change.effectOn(Optional.of(cluster.desired().state()), offer);
            case DeleteCluster delete ->
                delete.effectOn(Optional.of(cluster.desired().state()), offer);
        };
        var next = state.equals(cluster.desired().state())
                ? cluster.resumed(at)
                : cluster.desiring(revision(cluster.desired().number() + 1, state, ticket, by, at));
        ports.clusters().update(next);
        return Answer.of(next);
    }

    private static Revision revision(int number, DesiredState state, Ticket ticket, String by, Instant at) {
        return new Revision(number, state, ticket.id().value(), ticket.number().toString(), by, at);
    }
}
