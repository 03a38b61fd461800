package io.keydesk.service.cluster;

import java.time.Instant;

/**
 * A step that keeps failing.
 *
 * @param since when it failed first
 * @param attempts how often it has failed since
 */
public record Trouble(Instant since, int attempts, String reason, String message) {}
