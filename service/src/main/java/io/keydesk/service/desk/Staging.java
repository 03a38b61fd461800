package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.ClusterQuery;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tenants run before they run it in production. */
record Staging(DeskPorts ports) {

    private static final int PAGE = 100;

    /**
     * The newest version that the tenant of a production cluster runs in staging for the same purpose, on a cluster on which
     * that is done; nothing if it runs none there, or for another cluster.
     */
    Optional<String> versionBefore(Cluster cluster) {
        return cluster.environment() == Environment.PRODUCTION
                ? stagingOf(cluster).stream()
                        .map(this::running)
                        .flatMap(Optional::stream)
                        .max(Comparator.comparing(Version::parse))
                : Optional.empty();
    }

    private List<Cluster> stagingOf(Cluster cluster) {
        var found = new ArrayList<Cluster>();
        @Nullable ClusterId after = null;
        List<Cluster> page;
        do {
            page = ports.clusters()
                    .list(new ClusterQuery(
                            Optional.of(Set.of(cluster.tenant().value())),
                            null,
                            cluster.purpose().label(),
                            Environment.STAGING.label(),
                            null,
                            after,
                            PAGE));
            found.addAll(page);
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        return found.stream()
                .filter(one -> !one.desired().state().deleted() && one.readyAt() != null)
                .toList();
    }

    /** A version that is wanted there, and not there yet, proves nothing: the revision counts that was seen applied. */
    private Optional<String> running(Cluster cluster) {
        var applied = ports.clusters().revision(cluster.id(), cluster.observed().revision());
        return applied.flatMap(revision -> ports.regions()
                .find(cluster.region())
                .map(Provisioner::region)
                .map(region -> region.running(revision.state().version()))
                .map(Region::engine)
                .map(Region.Engine::version));
    }
}
