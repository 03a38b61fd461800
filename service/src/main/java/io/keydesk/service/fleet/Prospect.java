package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import io.keydesk.service.ticket.UpgradeVersion;
import java.util.Optional;

/** What a version is to a cluster, as far as the cluster and its region tell now. */
sealed interface Prospect {

    /** Newer than what it runs, offered by its region, and able to read its data. */
    record Open() implements Prospect {}

    /** What it runs, or starts with once it is powered on. */
    record Reached() implements Prospect {}

    /** Older than that. */
    record Passed(Engine current) implements Prospect {}

    /** What it is being upgraded to, or older; nobody has seen its nodes run that yet. */
    record Coming(Engine next) implements Prospect {}

    /** Unable to read its data. */
    record Strange(Engine current) implements Prospect {}

    /** Not offered by its region now. */
    record Missing() implements Prospect {}

    /** Nobody knows, for what its region runs is not known now. */
    record Unknown() implements Prospect {}

    /** For another instance to know, which works in its region: here only that region's usual version is known. */
    record Elsewhere(Region.Server server) implements Prospect {}

    /** Nothing as long as it is powered off. */
    record Off() implements Prospect {}

    /** Nothing, for it was never ready, and its order has failed. */
    record NeverReady() implements Prospect {}

    /** @param region of the cluster; nothing if keydesk has none of its name any more */
    static Prospect of(Clusters clusters, Optional<Region> region, Cluster cluster, Version wanted) {
        if (cluster.phase() == Phase.FAILED) {
            return new NeverReady();
        }
        var own = region.filter(there -> there.server() == null);
        var next = own.flatMap(there -> engine(there, cluster.desired()));
        if (next.isPresent() && !wanted.isNewerThan(next.get().parsed())) {
            return behind(clusters, own.get(), cluster, next.get(), wanted);
        }
        if (cluster.desired().state().poweredOff()) {
            return new Off();
        }
        return next.map(current -> ahead(own.get(), current, wanted))
                .or(() -> region.map(Region::server).map(Elsewhere::new))
                .orElseGet(Unknown::new);
    }

    private static Optional<Engine> engine(Region region, Revision revision) {
        return Optional.ofNullable(region.running(revision.state().version()).engine());
    }

    private static Prospect behind(Clusters clusters, Region region, Cluster cluster, Engine next, Version wanted) {
        if (!isApplied(clusters, region, cluster, wanted)) {
            return new Coming(next);
        }
        return next.parsed().equals(wanted) ? new Reached() : new Passed(next);
    }

    /** A version that is asked for, and not there yet, can fail: the revision counts that was seen applied. */
    private static boolean isApplied(Clusters clusters, Region region, Cluster cluster, Version wanted) {
        int seen = cluster.observed().revision();
        return cluster.readyAt() == null
                || cluster.desired().state().poweredOff()
                || seen >= cluster.desired().number()
                || clusters.revision(cluster.id(), seen)
                        .flatMap(applied -> engine(region, applied))
                        .filter(current -> !wanted.isNewerThan(current.parsed()))
                        .isPresent();
    }

    private static Prospect ahead(Region region, Engine current, Version wanted) {
        return region.engine(wanted)
                .<Prospect>map(engine -> UpgradeVersion.leads(current, engine) ? new Open() : new Strange(current))
                .orElseGet(Missing::new);
    }
}
