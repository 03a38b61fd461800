package io.keydesk.persistence.timeline;

import io.keydesk.persistence.sql.AfterCommit;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcTimeline implements Timeline {

    private static final String ADD = """
            with happened as (
                insert into events (tenant, ticket, cluster, type, at, actor, message, kind, from_state, to_state,
                                    took_micros)
                values (:tenant, :ticket, :cluster, :type, :at, :actor, :message, :kind, :from, :to, :took)
                returning id)
            insert into outbox (event) select id from happened
            """;

    /** Whoever might still commit an event with a smaller id began after this one was written. */
    private static final String SETTLED = "written_by < pg_snapshot_xmin(pg_current_snapshot())";

    private final NamedParameterJdbcTemplate batches;
    private final JdbcClient jdbc;
    private final Signal outboxFilled;

    /** @param outboxFilled raised once events that were added can be passed on */
    public JdbcTimeline(NamedParameterJdbcTemplate batches, Signal outboxFilled) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
        this.outboxFilled = outboxFilled;
    }

    @Override
    public void add(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        batches.batchUpdate(ADD, events.stream().map(EventRows::parameters).toArray(SqlParameterSource[]::new));
        AfterCommit.run(outboxFilled::raise);
    }

    @Override
    public List<Event> ofTicket(TicketId ticket, long after, int limit) {
        return page("ticket = :it", ticket.value(), after, limit);
    }

    @Override
    public List<Event> ofCluster(ClusterId cluster, long after, int limit) {
        return page("cluster = :it and " + SETTLED, cluster.value(), after, limit);
    }

    private List<Event> page(String condition, UUID id, long after, int limit) {
        return jdbc.sql("select * from events where %s and id > :after order by id limit :limit".formatted(condition))
                .param("it", id)
                .param("after", after)
                .param("limit", limit)
                .query(EventRows::event)
                .list();
    }

    @Override
    public List<Event> ofTickets(Map<TicketId, Long> after, int limit) {
        if (after.isEmpty()) {
            return List.of();
        }
        var seen = List.copyOf(after.entrySet());
        return jdbc.sql("""
                select e.*
                from unnest(cast(:tickets as uuid[]), cast(:after as bigint[])) as seen (ticket, id)
                join events e on e.ticket = seen.ticket and e.id > seen.id
                order by e.id
                limit :limit
                """)
                .param(
                        "tickets",
                        seen.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new))
                .param("after", seen.stream().map(Map.Entry::getValue).toArray(Long[]::new))
                .param("limit", limit)
                .query(EventRows::event)
                .list();
    }
}
