package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.ClusterId;

/** What a worker does with a cluster that is due. */
public interface ClusterWork {

    /**
     * Brings a cluster one step nearer to what is desired. Never called twice at once for one cluster, unless the first
     * caller's turn has ended without his knowledge.
     *
     * @param turn of the worker who calls; once it has ended, nothing is stored
     * @return when to look again
     */
    Look look(ClusterId cluster, Turn turn);
}
