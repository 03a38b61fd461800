package io.keydesk.service.tenant;

import io.keydesk.service.catalogue.Environment;

/**
 * Clusters of a tenant that are alike to its quotas.
 *
 * @param clusters how many; below zero for those that go over to another plan
 */
public record Holding(Environment environment, String plan, int clusters) {}
