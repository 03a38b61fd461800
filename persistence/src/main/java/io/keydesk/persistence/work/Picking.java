package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import io.keydesk.persistence.sql.Outage;
import java.time.Instant;
import java.util.List;

/**
 * How an instance picks jobs that are due: as db-scheduler does, but none of a region that another instance has claimed. What
 * cannot be done here stays there for the one that can, as it is.
 */
final class Picking extends PostgreSqlJdbcCustomization {

    private static final String PICK = """
            with picked as (
                update scheduled_tasks as job
                set picked = true, picked_by = ?, last_heartbeat = ?, version = version + 1
                where (task_name, task_instance) in (
                    select task_name, task_instance
                    from scheduled_tasks
                    where not picked and execution_time <= ?
                      and (region is null or region not in (select region from region_claims where instance <> ?))
                    order by execution_time
                    for update skip locked
                    limit ?)
                returning job.*)
            select * from picked order by execution_time
            """;

    private final String instance;
    private final Outage outage;

    Picking(String instance, Outage outage) {
        super(false, false);
        this.instance = instance;
        this.outage = outage;
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        var question = outage.ask();
        try {
            var picked = context.jdbcRunner.query(
                    PICK,
                    statement -> {
                        statement.setString(1, context.schedulerName.getName());
                        setInstant(statement, 2, now);
                        setInstant(statement, 3, now);
                        statement.setString(4, instance);
                        statement.setInt(5, limit);
                    },
                    context.resultSetMapper.get());
            question.answered();
            return picked;
        } catch (RuntimeException e) {
            if (Outage.isOne(e)) {
                question.failed(e);
                return List.of();
            }
            throw e;
        }
    }
}
