package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.keydesk.service.cluster.Clusters;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The workers of this instance. They begin with a look at every cluster; they start after all else, and stop before it. */
public final class Workers implements SmartLifecycle {

    private final Supplier<Scheduler> schedulers;
    private final JdbcReconcileQueue queue;
    private final Clusters clusters;
    private final Wakes wakes;

    private volatile @Nullable Scheduler scheduler;

    /** @param schedulers makes one for each start, for a scheduler cannot be started twice */
    public Workers(Supplier<Scheduler> schedulers, JdbcReconcileQueue queue, Clusters clusters, Wakes wakes) {
        this.schedulers = schedulers;
        this.queue = queue;
        this.clusters = clusters;
        this.wakes = wakes;
    }

    @Override
    public void start() {
        queue.wakeAll(clusters.living());
        var starting = schedulers.get();
        wakes.onDue(starting::triggerCheckForDueExecutions);
        starting.start();
        scheduler = starting;
    }

    @Override
    public void stop() {
        var stopping = scheduler;
        if (stopping != null) {
            stopping.stop();
            scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }
}
