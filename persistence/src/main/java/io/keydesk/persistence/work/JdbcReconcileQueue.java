package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Clock;
import io.keydesk.persistence.sql.AfterCommit;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.work.ReconcileQueue;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcReconcileQueue implements ReconcileQueue {

    private final ClusterJobs jobs;
    private final Wakes wakes;
    private final Clock clock;

    public JdbcReconcileQueue(JdbcClient jdbc, Wakes wakes, Clock clock) {
        this.jobs = new ClusterJobs(jdbc);
        this.wakes = wakes;
        this.clock = clock;
    }

    @Override
    public void wake(ClusterId cluster) {
        jobs.wake(List.of(cluster), clock.now());
        AfterCommit.run(() -> wakes.wake(cluster));
    }

    /** Makes all of them due, in one statement. */
    void wakeAll(List<ClusterId> clusters) {
        jobs.wake(clusters, clock.now());
    }
}
