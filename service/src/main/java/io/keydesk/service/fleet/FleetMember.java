package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cluster of a fleet upgrade.
 *
 * @param ticket its only one; {@code null} before it is filed
 */
public record FleetMember(
        FleetUpgradeId upgrade,
        ClusterId cluster,
        TenantSlug tenant,
        String name,
        Environment environment,
        MemberState state,
        @Nullable Filed ticket) {

    /** A ticket, for programs and for people. */
    public record Filed(TicketId id, TicketNumber number) {}

    /** One whose turn comes with its wave. */
    static FleetMember of(FleetUpgradeId upgrade, Cluster cluster, Instant at) {
        return new FleetMember(
                upgrade,
                cluster.id(),
                cluster.tenant(),
                cluster.name(),
                cluster.environment(),
                new MemberState.Waiting(null, at),
                null);
    }

    public FleetMember in(MemberState next) {
        return new FleetMember(upgrade, cluster, tenant, name, environment, next, ticket);
    }

    public FleetMember filed(Ticket given) {
        return new FleetMember(
                upgrade,
                cluster,
                tenant,
                name,
                environment,
                MemberState.after(given),
                new Filed(given.id(), given.number()));
    }
}
