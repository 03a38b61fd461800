package io.keydesk.service.cluster;

import java.time.Duration;

/**
 * Which passwords a cluster shall have; the passwords themselves are known to its region only. Generations only rise: none
 * that was replaced comes back.
 *
 * @param generation of the passwords; what a cluster is ordered with is the first, without a rotation
 * @param overlap for how long the application's password before works beside the new one, from when that is published
 * @param closeOldConnections whether the application's connections are closed once at the end of the overlap, so that none
 *     is left that logged in with the password before
 */
public record Rotation(int generation, Duration overlap, boolean closeOldConnections) {}
