package io.keydesk.service.tenant;

/**
 * How much a tenant may have at once.
 *
 * @param clusters number of clusters
 * @param memoryBytes sum of the plans' memory, counted once per cluster and not per node
 */
public record Quota(int clusters, long memoryBytes) {}
