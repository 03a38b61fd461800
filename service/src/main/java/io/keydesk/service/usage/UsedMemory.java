package io.keydesk.service.usage;

import java.util.List;
import java.util.Objects;

/**
 * What the data of several clusters takes now, on the node of each that uses most.
 *
 * @param bytes of those of which it is known
 * @param known of how many that is
 * @param running how many run now, and have power; what was deleted or powered off takes none
 */
public record UsedMemory(long bytes, int known, int running) {

    public static UsedMemory of(List<ClusterUsage> clusters) {
        var running = clusters.stream()
                .map(ClusterUsage::meter)
                .filter(meter -> meter.runs() && meter.newest().powered())
                .toList();
        var known = running.stream()
                .map(Meter::usedMemoryBytes)
                .filter(Objects::nonNull)
                .toList();
        return new UsedMemory(known.stream().mapToLong(Long::longValue).sum(), known.size(), running.size());
    }
}
