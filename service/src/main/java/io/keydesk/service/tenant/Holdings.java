package io.keydesk.service.tenant;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Environment;
import java.util.List;
import java.util.Optional;

/**
 * A tenant with what it uses of its quotas.
 *
 * @param all clusters that it has now, by environment and plan
 */
public record Holdings(Tenant tenant, List<Holding> all) {

    public Holdings {
        all = List.copyOf(all);
    }

    /** Clusters of all environments. */
    public Share clusterShare() {
        return new Share(tenant.quota().clusters(), clusters(all), null);
    }

    /** Bytes of memory in all environments. */
    public Share memoryShare(Catalogue catalogue) {
        return new Share(tenant.quota().memoryBytes(), memory(catalogue, all), null);
    }

    /** Clusters of one environment; nothing where it has no quota of its own. */
    public Optional<Share> clusterShare(Environment environment) {
        return quota(environment)
                .map(EnvironmentQuota::clusters)
                .map(limit -> new Share(limit, clusters(of(environment)), environment));
    }

    /** Bytes of memory in one environment; nothing where it has no quota of its own. */
    public Optional<Share> memoryShare(Catalogue catalogue, Environment environment) {
        return quota(environment)
                .map(EnvironmentQuota::memoryBytes)
                .map(limit -> new Share(limit, memory(catalogue, of(environment)), environment));
    }

    /** What decides whether another cluster fits into this environment: its own quota or the tenant's. */
    public Share clustersFor(Environment environment) {
        return clusterShare(environment).map(clusterShare()::orTighter).orElseGet(this::clusterShare);
    }

    /** What decides whether more memory fits into this environment, in bytes: its own quota or the tenant's. */
    public Share memoryFor(Environment environment, Catalogue catalogue) {
        var whole = memoryShare(catalogue);
        return memoryShare(catalogue, environment).map(whole::orTighter).orElse(whole);
    }

    private Optional<EnvironmentQuota> quota(Environment environment) {
        return tenant.environments().stream()
                .filter(quota -> quota.environment() == environment)
                .findFirst();
    }

    private List<Holding> of(Environment environment) {
        return all.stream()
                .filter(holding -> holding.environment() == environment)
                .toList();
    }

    private static long clusters(List<Holding> holdings) {
        return holdings.stream().mapToLong(Holding::clusters).sum();
    }

    private static long memory(Catalogue catalogue, List<Holding> holdings) {
        return holdings.stream()
                .mapToLong(holding -> holding.clusters()
                        * catalogue.storedPlan(holding.plan()).memoryBytes())
                .sum();
    }
}
