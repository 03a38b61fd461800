package io.keydesk.persistence.work;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.work.TicketWork;
import java.util.UUID;
import java.util.function.Supplier;

/** What a worker does with the job of a ticket whose time has come. */
record DueTickets(JdbcTicketQueue jobs, Supplier<TicketWork> work, Clock clock) {

    Task<Void> task() {
        return Tasks.custom(JdbcTicketQueue.TASK, Void.class)
                .onFailure((failed, operations) -> operations.reschedule(
                        failed, clock.now().plus(Reconciliation.backoff(failed.getExecution().consecutiveFailures))))
                .onDeadExecution((found, operations) -> operations.reschedule(found, found.getTimeDone()))
                .execute(this::execute);
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        boolean again = work.get().carryOut(new TicketId(UUID.fromString(instance.getId())));
        return (_, _) -> {
            if (again) {
                jobs.giveBack(context.getExecution(), clock.now());
            } else {
                jobs.end(context.getExecution(), clock.now());
            }
        };
    }
}
