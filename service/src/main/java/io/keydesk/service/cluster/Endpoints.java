package io.keydesk.service.cluster;

import java.util.List;

/**
 * Where clients find a cluster.
 *
 * @param sentinelHost the value of {@code VALKEY_SENTINEL_HOST}
 * @param sentinelPort the value of {@code VALKEY_SENTINEL_PORT}
 * @param sentinels all of them, each {@code host:port}
 */
public record Endpoints(String sentinelHost, int sentinelPort, List<String> sentinels) {

    public Endpoints {
        sentinels = List.copyOf(sentinels);
    }
}
