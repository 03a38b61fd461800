package io.keydesk.service.catalogue;

import java.math.BigDecimal;

/**
 * A size and its price.
 *
 * @param memoryBytes what one node may use; data gets {@link #maxmemoryBytes()} of it
 * @param cpus CPUs of one node
 * @param connections clients that one node serves at once
 * @param monthlyCost of the whole cluster, in the currency of {@link Catalogue#CURRENCY}
 */
public record Plan(
        String name, long memoryBytes, int cpus, int connections, BigDecimal monthlyCost, String description) {

    /**
     * Bytes for data: 70 % of the memory. The rest is for replication buffers, copy-on-write and clients; Aiven leaves
     * as much, ElastiCache reserves 25 %.
     */
    public long maxmemoryBytes() {
        return memoryBytes / 10 * 7;
    }
}
