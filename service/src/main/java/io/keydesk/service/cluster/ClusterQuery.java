package io.keydesk.service.cluster;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters a list shows, newest first. A {@code null} leaves that filter out.
 *
 * @param tenants nothing means all
 * @param after the last cluster of the page before
 */
public record ClusterQuery(
        Optional<Set<String>> tenants,
        @Nullable String region,
        @Nullable String purpose,
        @Nullable String environment,
        @Nullable String name,
        @Nullable ClusterId after,
        int limit) {}
