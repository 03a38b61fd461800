package io.keydesk.provisioning.local;

import io.keydesk.service.provisioning.Region;
import org.jspecify.annotations.Nullable;

/**
 * The other instance that works in a region.
 *
 * @param alive whether it was heard of lately
 * @param engine what the region's nodes run; {@code null} if that is not known
 */
record Elsewhere(Region.Server server, boolean alive, Region.@Nullable Engine engine, String message) {}
