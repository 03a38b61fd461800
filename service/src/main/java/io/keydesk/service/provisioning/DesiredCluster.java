package io.keydesk.service.provisioning;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.tenant.TenantSlug;

/**
 * What a region is asked to make true.
 *
 * @param revision the number to report in observations once all of it is applied
 */
public record DesiredCluster(ClusterId id, TenantSlug tenant, String name, int revision, DesiredState state) {

    public static DesiredCluster of(Cluster cluster) {
        return new DesiredCluster(
                cluster.id(),
                cluster.tenant(),
                cluster.name(),
                cluster.desired().number(),
                cluster.desired().state());
    }
}
