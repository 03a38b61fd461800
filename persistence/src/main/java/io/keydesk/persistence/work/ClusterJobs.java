package io.keydesk.persistence.work;

import static io.keydesk.persistence.sql.Rows.timestamptz;

import com.github.kagkarlsson.scheduler.task.Execution;
import io.keydesk.service.cluster.ClusterId;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The jobs of clusters in db-scheduler's table. It picks them, keeps their heartbeats and finds those of dead workers; they
 * are made and given back here, because a wake must neither be lost nor fail while a worker, of whatever instance, has the
 * job. A worker has a job as long as the version is the one that it picked.
 */
final class ClusterJobs {

    static final String TASK = "reconcile-cluster";

    private static final String MINE = """
            where task_name = :task and task_instance = :cluster and picked and version = :version
            """;

    private final JdbcClient jdbc;

    ClusterJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes clusters due. A job that somebody works on stays with him, and counts the wake. */
    void wake(List<ClusterId> clusters, Instant now) {
        jdbc.sql("""
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version, wakes, region)
                select :task, cluster, :now, false, 1, 1, clusters.region
                from unnest(:clusters) as given (cluster) left join clusters on clusters.id = given.cluster
                order by cluster
                on conflict (task_name, task_instance) do update
                set wakes = scheduled_tasks.wakes + 1, region = excluded.region,
                    execution_time = case when scheduled_tasks.picked then scheduled_tasks.execution_time
                                          else least(scheduled_tasks.execution_time, excluded.execution_time) end
                """)
                .param("task", TASK)
                .param("clusters", clusters.stream().map(ClusterId::value).toArray(UUID[]::new))
                .param("now", timestamptz(now))
                .update();
    }

    /** How often the cluster was woken; nothing if the job is no longer with this worker. */
    OptionalLong wakes(Execution job) {
        return mine("select wakes from scheduled_tasks " + MINE, job)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** The same for a worker who was not heard of for a while: if the job is still his, nobody takes it for his silence. */
    OptionalLong wakesOfOneWhoLives(Execution job, Instant now) {
        return mine("update scheduled_tasks set last_heartbeat = :now " + MINE + " returning wakes", job)
                .param("now", timestamptz(now))
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Whether the job is with this worker; if so, nobody takes it before the transaction ends. */
    boolean holds(Execution job) {
        return mine("select true from scheduled_tasks " + MINE + " for share", job)
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    /** Gives the job back until {@code next}; or until now, if the cluster was woken since {@code seen} was read. */
    void lookAgain(Execution job, long seen, Instant next, Instant now) {
        mine("""
                update scheduled_tasks
                set picked = false, picked_by = null, last_heartbeat = null, last_success = :now,
                    consecutive_failures = 0, version = version + 1,
                    execution_time = case when wakes = :seen then :next else :now end
                """ + MINE, job)
                .param("seen", seen)
                .param("next", timestamptz(next))
                .param("now", timestamptz(now))
                .update();
    }

    /** The same after a failure. */
    void tryAgain(Execution job, long seen, Instant next, Instant now) {
        mine("""
                update scheduled_tasks
                set picked = false, picked_by = null, last_heartbeat = null, last_failure = :now,
                    consecutive_failures = coalesce(consecutive_failures, 0) + 1, version = version + 1,
                    execution_time = case when wakes = :seen then :next else :now end
                """ + MINE, job)
                .param("seen", seen)
                .param("next", timestamptz(next))
                .param("now", timestamptz(now))
                .update();
    }

    /** Removes the job, unless the cluster was woken since {@code seen} was read: then it is due now. */
    void end(Execution job, long seen, Instant now) {
        int removed = mine("delete from scheduled_tasks " + MINE + " and wakes = :seen", job)
                .param("seen", seen)
                .update();
        if (removed == 0) {
            lookAgain(job, seen, now, now);
        }
    }

    private StatementSpec mine(String sql, Execution job) {
        return jdbc.sql(sql)
                .param("task", TASK)
                .param("cluster", job.taskInstance.getId())
                .param("version", job.version);
    }
}
