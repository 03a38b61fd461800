package io.keydesk.service.store;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.tenant.InMemoryTenants;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.tenant.Tenants;
import io.keydesk.service.ticket.InMemoryTickets;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.timeline.InMemoryTimeline;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.work.DirectTransactions;
import io.keydesk.service.work.IdempotencyKeys;
import io.keydesk.service.work.InMemoryIdempotencyKeys;
import io.keydesk.service.work.Transactions;
import java.util.function.UnaryOperator;

/** The ports of persistence, empty but for the {@link SampleTenants}. */
public record Store(
        Transactions transactions,
        Tickets tickets,
        Clusters clusters,
        Tenants tenants,
        Timeline timeline,
        IdempotencyKeys keys) {

    public Store {
        tenants.put(SampleTenants.all());
    }

    public static Store inMemory() {
        var clusters = new InMemoryClusters();
        return new Store(
                new DirectTransactions(),
                new InMemoryTickets(clusters),
                clusters,
                new InMemoryTenants(clusters::holdings),
                new InMemoryTimeline(),
                new InMemoryIdempotencyKeys());
    }

    /** Adds an order of the tenant {@code demo} that waits for approval. */
    public Ticket ordered(String name) {
        return ordered(SampleTenants.DEMO, name);
    }

    public Ticket ordered(TenantSlug tenant, String name) {
        return added(SampleTickets.order(tenant, name));
    }

    public Ticket added(Ticket ticket) {
        return tickets.add(ticket);
    }

    /** Adds an order and the cluster that it makes. */
    public Cluster made(String name) {
        return made(SampleTenants.DEMO, name);
    }

    public Cluster made(TenantSlug tenant, String name) {
        var cluster = SampleClusters.of(ordered(tenant, name));
        clusters.add(cluster);
        return cluster;
    }

    /** Holds the ticket and stores what becomes of it. */
    public Ticket change(Ticket ticket, UnaryOperator<Ticket> change) {
        return transactions.inTransaction(() -> {
            var changed = change.apply(tickets.lock(ticket.id()).orElseThrow());
            tickets.update(changed);
            return changed;
        });
    }

    /** Holds the cluster and stores what becomes of it. */
    public Cluster change(Cluster cluster, UnaryOperator<Cluster> change) {
        return transactions.inTransaction(() -> {
            var changed = change.apply(clusters.lock(cluster.id()).orElseThrow());
            clusters.update(changed);
            return changed;
        });
    }
}
