package io.keydesk.service.tenant;

import io.keydesk.service.catalogue.Environment;

/**
 * Clusters of a tenant that are alike to its quotas.
 *
 * @param clusters how many; at least one
 */
public record Holding(Environment environment, String plan, int clusters) {}
