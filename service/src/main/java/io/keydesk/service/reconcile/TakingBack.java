package io.keydesk.service.reconcile;

import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.UpgradeVersion;
import java.time.Instant;
import java.util.Objects;

/** Writes the revision that undoes what a ticket has asked of its cluster. */
public final class TakingBack {

    private final Clusters clusters;

    public TakingBack(Clusters clusters) {
        this.clusters = clusters;
    }

    /**
     * The cluster with a next revision: as it was before the ticket, or deleted if the ticket made it. As it is if the
     * ticket changed nothing.
     */
    public Cluster takeBack(Ticket ticket, Cluster cluster, String by, Instant at) {
        boolean ticketIsNewest = cluster.desired().ticket().equals(ticket.id().value());
        if (!(ticket.request() instanceof OrderCluster) && !ticketIsNewest) {
            return cluster.resumed(at);
        }
        return cluster.desiring(new Revision(
                cluster.desired().number() + 1,
                before(ticket, cluster),
                ticket.id().value(),
                ticket.number().toString(),
                by,
                at));
    }

    /** Whether a node of the cluster was seen to run the new version: it may have written what the old one cannot read. */
    static boolean isTooLate(UpgradeVersion upgrade, Cluster cluster) {
        var wanted = Version.parse(upgrade.version());
        return cluster.observed().nodes().stream()
                .map(NodeObservation::version)
                .filter(Objects::nonNull)
                .flatMap(version -> Version.find(version).stream())
                .anyMatch(version -> version.compareTo(wanted) >= 0);
    }

    private DesiredState before(Ticket ticket, Cluster cluster) {
        return switch (ticket.request()) {
            case OrderCluster _ -> cluster.desired().state().asDeleted();
            case ChangeSettings _, ChangePlan _, ChangeAccess _, UpgradeVersion _, RollBack _, PowerOff _, PowerOn _ ->
                previous(cluster);
            // A password that was replaced never comes back: who has read the new one would be locked out.
            case FailOver _, RotateCredentials _ -> cluster.desired().state().lasting();
            case DeleteCluster _ -> throw new IllegalArgumentException("a deletion cannot be taken back");
        };
    }

    private DesiredState previous(Cluster cluster) {
        return clusters.revision(cluster.id(), cluster.desired().number() - 1)
                .map(revision -> revision.state().lasting())
                .orElseThrow(
                        () -> new IllegalStateException("no revision before the first of cluster " + cluster.id()));
    }
}
