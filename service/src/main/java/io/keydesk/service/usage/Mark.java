package io.keydesk.service.usage;

import java.time.Instant;

/**
 * A revision that changed what a cluster is charged for.
 *
 * @param at when it was written
 * @param powered whether the nodes shall run
 * @param deleted whether nothing of the cluster shall be left
 */
public record Mark(Instant at, String plan, boolean powered, boolean deleted) {}
