package io.keydesk.persistence.ticket;

import static io.keydesk.persistence.sql.Rows.instant;
import static io.keydesk.persistence.sql.Rows.nullableUuid;
import static io.keydesk.persistence.sql.Rows.timestamptz;
import static io.keydesk.persistence.sql.Rows.uuid;

import io.keydesk.persistence.json.Json;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Decision;
import io.keydesk.service.ticket.Finding;
import io.keydesk.service.ticket.NameHolder;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.When;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** A ticket as a row of {@code tickets} with its decisions. */
record TicketRows(Json json) {

    /** Decisions come as one document beside their ticket, so that a page of tickets is one statement. */
    static final String SELECT_BRIEF = selectBriefFrom("tickets t");

    /** With the differences of its preview and the previews that deciders have seen, for one ticket. */
    static final String SELECT = select("t.differences,", ", 'seen', d.seen", "tickets t");

    /** @param tickets what stands for {@code tickets t} */
    static String selectBriefFrom(String tickets) {
        return select("", "", tickets);
    }

    private static String select(String more, String moreOfDecisions, String tickets) {
        return """
                select t.id, t.number, t.tenant, t.requester, t.request, t.cluster, t.timing, t.state_data, t.preview, %s
                       t.findings, t.external_reference, t.created_at, t.updated_at, t.version,
                       (select jsonb_agg(jsonb_build_object(
                            'by', d.decider, 'verdict', d.verdict, 'comment', d.comment, 'at', d.at%s)
                            order by d.position)
                         from decisions d where d.ticket = t.id) as decisions
                from %s
                """.formatted(more, moreOfDecisions, tickets);
    }

    Ticket ticket(ResultSet row, int number) throws SQLException {
        var differences = json.readNullable(row.getString("differences"), Differences.class);
        var preview = json.read(row.getString("preview"), Preview.class);
        return ticket(row, differences == null ? preview : differences.in(preview));
    }

    Ticket brief(ResultSet row, int number) throws SQLException {
        return ticket(row, json.read(row.getString("preview"), Preview.class));
    }

    private Ticket ticket(ResultSet row, Preview preview) throws SQLException {
        var decisions = row.getString("decisions");
        return new Ticket(
                new TicketId(uuid(row, "id")),
                new TicketNumber(row.getLong("number")),
                new TenantSlug(row.getString("tenant")),
                row.getString("requester"),
                json.read(row.getString("request"), TicketRequest.class),
                new ClusterId(uuid(row, "cluster")),
                when(row.getString("timing")),
                json.read(row.getString("state_data"), TicketState.class),
                preview,
                json.readList(row.getString("findings"), Finding.class),
                decisions == null ? List.of() : json.readList(decisions, Decision.class),
                row.getString("external_reference"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                row.getLong("version"));
    }

    private When when(@Nullable String timing) {
        return timing == null ? When.NOW : json.read(timing, When.class);
    }

    static NameHolder nameHolder(ResultSet row, int number) throws SQLException {
        var order = nullableUuid(row, "id");
        return order == null
                ? new NameHolder.Existing()
                : new NameHolder.Ordered(new TicketId(order), new TicketNumber(row.getLong("number")));
    }

    /** What never changes, but for the number, which the database gives. */
    StatementSpec bindFixed(StatementSpec statement, Ticket ticket) {
        return statement
                .param("tenant", ticket.tenant().value())
                .param("requester", ticket.requester())
                .param("cluster", ticket.clusterId().value())
                .param("createdAt", timestamptz(ticket.createdAt()));
    }

    StatementSpec bindChanging(StatementSpec statement, Ticket ticket) {
        var differences = Differences.of(ticket.preview());
        return statement
                .param("id", ticket.id().value())
                .param("request", json.write(ticket.request()))
                .param("timing", ticket.when() instanceof When.Now ? null : json.write(ticket.when()))
                .param("state", json.write(ticket.state()))
                .param("preview", json.write(ticket.preview().brief()))
                .param("differences", differences.isEmpty() ? null : json.write(differences))
                .param("findings", json.write(ticket.findings()))
                .param("decisions", json.write(ticket.decisions()))
                .param("externalReference", ticket.externalReference())
                .param("updatedAt", timestamptz(ticket.updatedAt()))
                .param("version", ticket.version());
    }
}
