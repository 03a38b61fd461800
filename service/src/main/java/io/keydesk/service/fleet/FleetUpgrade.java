package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Environment;
import java.time.Instant;
import java.util.List;

/**
 * That all clusters of some environments get a newer version, one environment after the other.
 *
 * @param version of the server, such as {@code 8.1.4}
 * @param reason for the tenants, who are not asked
 * @param urgent whether maintenance windows are not waited for
 * @param environments in the order of their waves
 * @param concurrency how many clusters may be upgraded at once
 * @param startedBy the admin in whose name the tickets are filed
 */
public record FleetUpgrade(
        FleetUpgradeId id,
        String version,
        String reason,
        boolean urgent,
        List<Environment> environments,
        int concurrency,
        String startedBy,
        FleetState state,
        Instant createdAt) {

    public FleetUpgrade {
        environments = List.copyOf(environments);
    }

    public FleetUpgrade in(FleetState next) {
        return new FleetUpgrade(id, version, reason, urgent, environments, concurrency, startedBy, next, createdAt);
    }
}
