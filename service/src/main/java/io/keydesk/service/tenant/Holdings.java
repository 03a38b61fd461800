package io.keydesk.service.tenant;

import java.util.List;

/**
 * A tenant with what it uses of its quota.
 *
 * @param plans of the clusters that it has now, one for each
 */
public record Holdings(Tenant tenant, List<String> plans) {
    public Holdings {
        plans = List.copyOf(plans);
    }
}
