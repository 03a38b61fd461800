package io.keydesk.service.usage;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads meters from clusters that are kept in a map. */
public final class InMemoryMeters implements Meters {

    private final InMemoryClusters clusters;

    public InMemoryMeters(InMemoryClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public List<Meter> of(TenantSlug tenant, Instant from, Instant until) {
        return clusters.everOf(tenant).stream()
                .filter(cluster ->
                        cluster.readyAt() != null && cluster.readyAt().isBefore(until))
                .filter(cluster ->
                        cluster.deletedAt() == null || cluster.deletedAt().isAfter(from))
                .map(this::meter)
                .toList();
    }

    @Override
    public Optional<Meter> of(ClusterId cluster) {
        return clusters.find(cluster).map(this::meter);
    }

    private static @Nullable Long used(Cluster cluster) {
        var used = cluster.observed().usedMemoryBytes();
        return used.isPresent() ? used.getAsLong() : null;
    }

    private Meter meter(Cluster cluster) {
        var marks = clusters.revisions(cluster.id(), Integer.MAX_VALUE, Integer.MAX_VALUE).reversed().stream()
                .map(revision -> new Mark(
                        revision.at(),
                        revision.state().plan(),
                        !revision.state().poweredOff(),
                        revision.state().deleted()))
                .toList();
        return new Meter(
                cluster.id(),
                cluster.tenant(),
                cluster.name(),
                cluster.environment(),
                cluster.readyAt(),
                cluster.deletedAt(),
                marks,
                cluster.deletedAt() == null ? used(cluster) : null);
    }
}
