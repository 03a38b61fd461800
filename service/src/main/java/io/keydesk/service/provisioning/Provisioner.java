package io.keydesk.service.provisioning;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Observation;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes, keeps and removes the clusters of one region. Every method may be called again after a crash at any line of an
 * earlier call; calls for one cluster never overlap, those for different clusters do.
 */
public interface Provisioner {

    /** The region as it is now, without waiting for it: at most what was found out last. */
    Region region();

    /**
     * How long a healthy cluster may go without a look; nothing for as long as keydesk's own setting says. A region that hears
     * of what happens to its clusters, and wakes them then, needs a look only now and then.
     */
    default Optional<Duration> interval() {
        return Optional.empty();
    }

    /**
     * What {@link #apply} would touch. Touches nothing itself. Nothing where the region cannot be reached; who asks says that it
     * is away.
     */
    PlannedWork preview(DesiredCluster desired);

    /**
     * Does one bounded step towards what is desired, or finds that nothing is to be done. Repairs what has drifted. Takes
     * seconds at most; what takes longer is waited for over several calls.
     */
    Outcome apply(DesiredCluster desired);

    /** Looks, and changes nothing. {@link Observation#NOTHING} for a cluster that is not there. */
    Observation observe(DesiredCluster desired);

    /**
     * Does one bounded step of removing, until {@link Outcome.Gone}; which is also the answer for a cluster that is not
     * there.
     */
    Outcome delete(ClusterId cluster);

    /** The application's credentials, from the region's own store; nothing until they are made. */
    Optional<Credentials> credentials(ClusterId cluster);
}
