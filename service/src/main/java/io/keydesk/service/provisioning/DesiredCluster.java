package io.keydesk.service.provisioning;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.tenant.TenantSlug;

/**
 * What a region is asked to make true.
 *
 * @param ticket the number of the ticket that asked for it, such as {@code VK-17}; empty while there is none yet
 * @param revision the number to report in observations once all of it is applied
 * @param existing whether a region has reported before that all of a revision is applied; then nothing may be made anew
 *     where it finds nothing any more
 */
public record DesiredCluster(
        ClusterId id,
        TenantSlug tenant,
        String name,
        String ticket,
        int revision,
        DesiredState state,
        boolean existing) {

    /** One that no region has ever reported as made. */
    public DesiredCluster(
            ClusterId id, TenantSlug tenant, String name, String ticket, int revision, DesiredState state) {
        this(id, tenant, name, ticket, revision, state, false);
    }

    /** The same, to be made where nothing of it is found. */
    public DesiredCluster asNew() {
        return new DesiredCluster(id, tenant, name, ticket, revision, state);
    }

    public static DesiredCluster of(Cluster cluster) {
        return new DesiredCluster(
                cluster.id(),
                cluster.tenant(),
                cluster.name(),
                cluster.desired().ticketNumber(),
                cluster.desired().number(),
                cluster.desired().state(),
                cluster.readyAt() != null || cluster.observed().revision() > 0);
    }
}
