package io.keydesk.service.usage;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The meters of all clusters, deleted ones included. */
public interface Meters {

    /**
     * Those of a tenant whose clusters may have had time between two moments, by the ids of the clusters, as one question.
     *
     * @param from included
     * @param until not included
     */
    List<Meter> of(TenantSlug tenant, Instant from, Instant until);

    Optional<Meter> of(ClusterId cluster);
}
