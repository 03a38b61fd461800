package io.keydesk.service.tenant;

import io.keydesk.service.catalogue.Environment;
import org.jspecify.annotations.Nullable;

/**
 * How much of its quota a tenant may have for one environment.
 *
 * @param clusters number of clusters; {@code null} where only the tenant's own quota counts
 * @param memoryBytes sum of the plans' memory; {@code null} where only the tenant's own quota counts
 */
public record EnvironmentQuota(
        Environment environment,
        @Nullable Integer clusters,
        @Nullable Long memoryBytes) {}
