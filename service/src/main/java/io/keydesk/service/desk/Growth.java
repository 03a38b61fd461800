package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.Use;
import java.util.Optional;

/**
 * How much more of its tenant's quota a cluster takes once it is changed; negative where it gives back.
 *
 * @param memoryBytes as the plans count it, once per cluster
 */
record Growth(int clusters, long memoryBytes) {

    /** @param before nothing for a new cluster */
    static Growth between(Optional<DesiredState> before, DesiredState after, Catalogue catalogue) {
        return new Growth(
                count(after) - before.map(Growth::count).orElse(0),
                memory(after, catalogue)
                        - before.map(state -> memory(state, catalogue)).orElse(0L));
    }

    private static int count(DesiredState state) {
        return state.deleted() ? 0 : 1;
    }

    private static long memory(DesiredState state, Catalogue catalogue) {
        return state.deleted() ? 0 : catalogue.storedPlan(state.plan()).memoryBytes();
    }

    boolean needsQuota() {
        return clusters > 0 || memoryBytes > 0;
    }

    Use ofClusters(Holdings holdings, Environment environment) {
        return Use.of(holdings.clustersFor(environment), clusters);
    }

    Use ofMemory(Holdings holdings, Environment environment, Catalogue catalogue) {
        return Use.of(holdings.memoryFor(environment, catalogue), memoryBytes);
    }

    /** The same preview, with the quota as it is by now. */
    Preview in(Preview preview, Holdings holdings, Environment environment, Catalogue catalogue) {
        return preview.using(ofClusters(holdings, environment), ofMemory(holdings, environment, catalogue));
    }
}
