package io.keydesk.service.work;

import io.keydesk.service.cluster.ClusterId;

/** The clusters that are due to be looked at. One worker has a cluster at a time, over all instances. */
public interface ReconcileQueue {

    /**
     * Makes a cluster due now. Within a transaction the job is written with it; outside it is written at once.
     * Repeatable. A look that is under way is followed by another.
     */
    void wake(ClusterId cluster);
}
