package io.keydesk.persistence.ticket;

import io.keydesk.persistence.json.Json;
import io.keydesk.persistence.sql.Rows;
import io.keydesk.persistence.sql.Where;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.ticket.Decider;
import io.keydesk.service.ticket.NameHolder;
import io.keydesk.service.ticket.ServiceLevel;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketCounts;
import io.keydesk.service.ticket.TicketFilter;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketQuery;
import io.keydesk.service.ticket.Tickets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcTickets implements Tickets {

    /** Those that are there already stay: decisions are never taken back. */
    private static final String DECIDE = """
            insert into decisions (ticket, position, decider, verdict, comment, at, seen)
            select :id, position - 1, decision ->> 'by', decision ->> 'verdict', decision ->> 'comment',
                   (decision ->> 'at')::timestamptz, nullif(decision -> 'seen', 'null')
            from jsonb_array_elements(cast(:decisions as jsonb)) with ordinality as given (decision, position)
            """;

    private static final String ADD = """
            with added as (
                insert into tickets (id, number, tenant, requester, request, cluster, timing, state_data, preview,
                                     differences, findings, external_reference, created_at, updated_at, version)
                values (:id, nextval('ticket_numbers'), :tenant, :requester, cast(:request as jsonb), :cluster,
                        cast(:timing as jsonb), cast(:state as jsonb), cast(:preview as jsonb), cast(:differences as jsonb),
                        cast(:findings as jsonb), :externalReference, :createdAt, :updatedAt, :version)
                returning number),
            decided as (
            """ + DECIDE + """
            )
            select number from added
            """;

    /** Differences that stay are not written again: they may be long, and progress is stored often. */
    private static final String UPDATE = """
            with changed as (
                update tickets
                set request = cast(:request as jsonb), timing = cast(:timing as jsonb),
                    state_data = cast(:state as jsonb),
                    preview = cast(:preview as jsonb),
                    differences = case when differences is distinct from cast(:differences as jsonb)
                                       then cast(:differences as jsonb) else differences end,
                    findings = cast(:findings as jsonb),
                    external_reference = :externalReference, updated_at = :updatedAt, version = :version
                where id = :id and version <= :version
                returning id),
            decided as (
            """ + DECIDE + """
                , changed
                on conflict (ticket, position) do nothing)
            select count(*) from changed
            """;

    private static final String HOLDERS = """
            select null as id, null as number
            from clusters
            where tenant = :tenant and region = :region and name = :name and deleted_at is null
            union all
            select id, number
            from tickets
            where tenant = :tenant and request ->> 'region' = :region and request ->> 'name' = :name
              and kind = 'order-cluster' and state in ('awaiting-approval', 'approved', 'scheduled', 'in-progress')
            order by number nulls first
            """;

    private final JdbcClient jdbc;
    private final TicketRows rows;
    private final TicketLists lists;
    private final ServiceLevels levels;
    private final JdbcComments comments;

    /** @param filtering that has each question planned for its own values */
    public JdbcTickets(JdbcClient jdbc, JdbcClient filtering, Json json) {
        this.jdbc = jdbc;
        this.rows = new TicketRows(json);
        this.lists = new TicketLists(filtering, rows);
        this.levels = new ServiceLevels(filtering);
        this.comments = new JdbcComments(jdbc);
    }

    @Override
    public Ticket add(Ticket ticket) {
        var number = rows.bindFixed(rows.bindChanging(jdbc.sql(ADD), ticket), ticket)
                .query(Long.class)
                .single();
        return ticket.numbered(new TicketNumber(number));
    }

    @Override
    public Optional<Ticket> find(TicketId id) {
        return one(new Where().and("t.id = :id", "id", id.value()));
    }

    @Override
    public Optional<Ticket> find(TicketNumber number) {
        return one(new Where().and("t.number = :number", "number", number.value()));
    }

    /** In two statements: one alone, after a wait, would read decisions as they were before it. */
    @Override
    public Optional<Ticket> lock(TicketId id) {
        return jdbc.sql("select id from tickets where id = :id for no key update")
                .param("id", id.value())
                .query(UUID.class)
                .optional()
                .flatMap(_ -> find(id));
    }

    @Override
    public void update(Ticket ticket) {
        long changed =
                rows.bindChanging(jdbc.sql(UPDATE), ticket).query(Long.class).single();
        if (changed != 1) {
            throw new IllegalStateException("ticket %s is not there, or was changed since it was read: it must be held"
                    .formatted(ticket.number()));
        }
    }

    @Override
    public List<Ticket> list(TicketQuery query) {
        return lists.page(query);
    }

    @Override
    public TicketCounts counts(TicketFilter filter, Decider decider) {
        return lists.counts(filter, decider);
    }

    @Override
    public long count(TicketFilter filter, int most) {
        return lists.count(filter, most);
    }

    @Override
    public List<ServiceLevel> serviceLevels(Optional<Set<String>> tenants, Instant since) {
        return levels.since(tenants, since);
    }

    @Override
    public Map<ClusterId, Ticket> working(Collection<ClusterId> clusters) {
        return jdbc
                .sql(TicketRows.SELECT_BRIEF
                        + "where t.cluster = any (:clusters) and t.state in ('approved', 'in-progress')")
                .param("clusters", clusters.stream().map(ClusterId::value).toArray(UUID[]::new))
                .query(rows::brief)
                .list()
                .stream()
                .collect(Collectors.toMap(Ticket::clusterId, Function.identity()));
    }

    @Override
    public Map<ClusterId, Ticket> scheduled(Collection<ClusterId> clusters) {
        return jdbc
                .sql(TicketRows.SELECT_BRIEF + """
                        where t.id in (select distinct on (cluster) id
                                       from tickets
                                       where cluster = any (:clusters) and state = 'scheduled'
                                       order by cluster, (state_data ->> 'dueAt')::timestamptz, number)
                        """)
                .param("clusters", clusters.stream().map(ClusterId::value).toArray(UUID[]::new))
                .query(rows::brief)
                .list()
                .stream()
                .collect(Collectors.toMap(Ticket::clusterId, Function.identity()));
    }

    @Override
    public List<NameHolder> holders(TenantSlug tenant, String region, String name) {
        return jdbc.sql(HOLDERS)
                .param("tenant", tenant.value())
                .param("region", region)
                .param("name", name)
                .query(TicketRows::nameHolder)
                .list();
    }

    @Override
    public List<TicketId> waitingSince(Instant time, Optional<Instant> reminded, int limit) {
        return waiting(
                new Where()
                        .and("state = 'awaiting-approval'")
                        .and("updated_at <= :time", "time", Rows.timestamptz(time))
                        .and(
                                "reminded_at >= updated_at and reminded_at <= :reminded",
                                "reminded",
                                reminded.map(Rows::timestamptz).orElse(null)),
                limit);
    }

    @Override
    public List<TicketId> unreminded(Instant time, int limit) {
        return waiting(
                new Where()
                        .and("state = 'awaiting-approval'")
                        .and("updated_at <= :time", "time", Rows.timestamptz(time))
                        .and("(reminded_at is null or reminded_at < updated_at)"),
                limit);
    }

    private List<TicketId> waiting(Where where, int limit) {
        return jdbc.sql("select id from tickets " + where + " order by updated_at limit :limit")
                .params(where.parameters())
                .param("limit", limit)
                .query((row, _) -> new TicketId(Rows.uuid(row, "id")))
                .list();
    }

    @Override
    public void remind(TicketId id, Instant at) {
        jdbc.sql("update tickets set reminded_at = :at where id = :id")
                .param("at", Rows.timestamptz(at))
                .param("id", id.value())
                .update();
    }

    @Override
    public void add(Comment comment) {
        comments.add(comment);
    }

    @Override
    public Optional<Comment> comment(UUID id) {
        return comments.find(id);
    }

    @Override
    public List<Comment> comments(TicketId ticket, @Nullable UUID after, int limit) {
        return comments.list(ticket, after, limit);
    }

    private Optional<Ticket> one(Where where) {
        return jdbc.sql(TicketRows.SELECT + where)
                .params(where.parameters())
                .query(rows::ticket)
                .optional();
    }
}
