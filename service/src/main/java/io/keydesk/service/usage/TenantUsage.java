package io.keydesk.service.usage;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.Holdings;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant used in a month, and its quotas as they are now.
 *
 * @param at until when it is counted: now, or the end of the month
 * @param clusters that had time in the month, by their ids
 */
public record TenantUsage(Holdings holdings, BillingMonth month, Instant at, List<ClusterUsage> clusters) {

    public TenantUsage {
        clusters = List.copyOf(clusters);
    }

    /** A page of the clusters. */
    public List<ClusterUsage> clusters(@Nullable ClusterId after, int limit) {
        return clusters.stream()
                .filter(usage ->
                        after == null || usage.meter().cluster().value().compareTo(after.value()) > 0)
                .limit(limit)
                .toList();
    }

    /** The clusters of each environment that had any. */
    public SortedMap<Environment, List<ClusterUsage>> byEnvironment() {
        return clusters.stream()
                .collect(
                        Collectors.groupingBy(usage -> usage.meter().environment(), TreeMap::new, Collectors.toList()));
    }
}
