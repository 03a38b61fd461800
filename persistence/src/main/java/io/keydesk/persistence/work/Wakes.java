package io.keydesk.persistence.work;

import io.keydesk.persistence.sql.Signal;
import io.keydesk.service.cluster.ClusterId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Passes wakes on within this instance, so that nobody here waits for the next poll. */
public final class Wakes {

    private final Map<ClusterId, Signal> working = new ConcurrentHashMap<>();
    private volatile Runnable poll = () -> {};

    /** {@code action} looks for jobs that are due. */
    void onDue(Runnable action) {
        poll = action;
    }

    /** For a worker that has the cluster. */
    Signal listen(ClusterId cluster) {
        var signal = new Signal();
        working.put(cluster, signal);
        return signal;
    }

    void forget(ClusterId cluster, Signal signal) {
        working.remove(cluster, signal);
    }

    void wake(ClusterId cluster) {
        var signal = working.get(cluster);
        if (signal == null) {
            poll.run();
        } else {
            signal.raise();
        }
    }
}
