package io.keydesk.persistence.timeline;

import io.keydesk.persistence.sql.AfterCommit;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Mark;
import io.keydesk.service.timeline.News;
import io.keydesk.service.timeline.Timeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcTimeline implements Timeline {

    /**
     * Holds the cluster, if it is made, before the event gets its id: several tickets write about one cluster at once, and
     * whoever sees an event must see all those with smaller ids. (The writer of a ticket holds it anyway.)
     */
    private static final String ADD = """
            with happened as (
                insert into events (tenant, ticket, cluster, type, at, actor, message, kind, from_state, to_state,
                                    took_micros)
                select :tenant, cast(:ticket as uuid), cast(:cluster as uuid), :type, :at, :actor, :message, :kind, :from,
                       :to, cast(:took as bigint)
                from (select count(*)
                      from (select from clusters where id = cast(:cluster as uuid) for no key update) as held) as once
                returning id)
            insert into outbox (event) select id from happened
            """;

    /**
     * What this question sees and the mark did not, which is itself what a question saw. Ids and the order in which
     * transactions began or ended say nothing here, so a writer who is slow to commit is not passed over. No xid of a row
     * that is seen lies behind the snapshot, except in a database that was filled from a dump of another: leave those out.
     */
    private static final String SINCE = """
            with news as materialized (
                select * from events
                where written_by >= pg_snapshot_xmin(cast(:mark as pg_snapshot))
                  and written_by < pg_snapshot_xmax(pg_current_snapshot())
                  and not pg_visible_in_snapshot(written_by, cast(:mark as pg_snapshot))
                  and ticket is not null)
            select cast(pg_current_snapshot() as text) as until, page.*
            from (values (1)) as always
            left join (select * from news order by id limit :limit) as page on true
            order by page.id
            """;

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
        return page("cluster = :it", cluster.value(), after, limit);
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
    public Mark mark() {
        return new Mark(jdbc.sql("select cast(pg_current_snapshot() as text)")
                .query(String.class)
                .single());
    }

    @Override
    public News since(Mark mark, int limit) {
        ResultSetExtractor<News> news = JdbcTimeline::news;
        return jdbc.sql(SINCE).param("mark", mark.value()).param("limit", limit).query(news);
    }

    /** One row at least, which has the mark, and no event where there is none. */
    private static News news(ResultSet rows) throws SQLException {
        var events = new ArrayList<Event>();
        var until = "";
        while (rows.next()) {
            until = rows.getString("until");
            if (rows.getObject("id") != null) {
                events.add(EventRows.event(rows, events.size()));
            }
        }
        return new News(events, new Mark(until));
    }
}
