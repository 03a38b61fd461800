package io.keydesk.persistence.work;

import static io.keydesk.persistence.sql.Rows.timestamptz;

import com.github.kagkarlsson.scheduler.task.Execution;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.work.TicketQueue;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The jobs of tickets in db-scheduler's table. Their times are written by those who hold the ticket or its cluster, and by
 * nobody else: a worker who gives a job back leaves the time that stands there.
 */
public final class JdbcTicketQueue implements TicketQueue {

    static final String TASK = "carry-out-ticket";

    private final JdbcClient jdbc;

    public JdbcTicketQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void due(TicketId ticket, Instant at) {
        jdbc.sql("""
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                values (:task, :ticket, :at, false, 1)
                on conflict (task_name, task_instance) do update set execution_time = excluded.execution_time
                """)
                .param("task", TASK)
                .param("ticket", ticket.value().toString())
                .param("at", timestamptz(at))
                .update();
    }

    /** For good, unless another time was written meanwhile: a ticket that waited for people again may have been approved. */
    void end(Execution job, Instant now) {
        int removed = jdbc.sql("""
                delete from scheduled_tasks
                where task_name = :task and task_instance = :ticket and picked and version = :version and execution_time = :at
                """)
                .param("task", TASK)
                .param("ticket", job.taskInstance.getId())
                .param("version", job.version)
                .param("at", timestamptz(job.executionTime))
                .update();
        if (removed == 0) {
            giveBack(job, now);
        }
    }

    /** Until the time that was written meanwhile. */
    void giveBack(Execution job, Instant now) {
        jdbc.sql("""
                update scheduled_tasks
                set picked = false, picked_by = null, last_heartbeat = null, last_success = :now,
                    consecutive_failures = 0, version = version + 1
                where task_name = :task and task_instance = :ticket and picked and version = :version
                """)
                .param("now", timestamptz(now))
                .param("task", TASK)
                .param("ticket", job.taskInstance.getId())
                .param("version", job.version)
                .update();
    }
}
