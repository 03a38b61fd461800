package io.keydesk.provisioning.valkey;

import org.jspecify.annotations.Nullable;

/**
 * What a Sentinel says.
 *
 * @param names the node that it calls the primary; {@code null} if it knows none
 * @param flags what it thinks of that node: {@code master} alone if all is well
 * @param replicas how many replicas it is in contact with, and could promote
 * @param others how many other Sentinels it knows
 * @param quorum whether it says that enough Sentinels are there for a failover
 */
public record SentinelState(@Nullable Address names, String flags, int replicas, int others, boolean quorum) {

    boolean isContent() {
        return names != null && flags.equals("master") && others == 2;
    }
}
