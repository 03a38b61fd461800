package io.keydesk.persistence.timeline;

import static io.keydesk.persistence.sql.Rows.instant;
import static io.keydesk.persistence.sql.Rows.nullableUuid;
import static io.keydesk.persistence.sql.Rows.timestamptz;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** An event as a row of {@code events}. */
final class EventRows {

    private EventRows() {}

    static Event event(ResultSet row, int number) throws SQLException {
        var ticket = nullableUuid(row, "ticket");
        var cluster = nullableUuid(row, "cluster");
        var took = row.getObject("took_micros", Long.class);
        return new Event(
                row.getLong("id"),
                new TenantSlug(row.getString("tenant")),
                ticket == null ? null : new TicketId(ticket),
                cluster == null ? null : new ClusterId(cluster),
                row.getString("type"),
                instant(row, "at"),
                row.getString("actor"),
                row.getString("message"),
                row.getString("kind"),
                row.getString("from_state"),
                row.getString("to_state"),
                took == null ? null : Duration.of(took, ChronoUnit.MICROS));
    }

    static SqlParameterSource parameters(Event event) {
        var ticket = event.ticket();
        var cluster = event.cluster();
        var took = event.took();
        return new MapSqlParameterSource()
                .addValue("tenant", event.tenant().value())
                .addValue("ticket", ticket == null ? null : ticket.value())
                .addValue("cluster", cluster == null ? null : cluster.value())
                .addValue("type", event.type())
                .addValue("at", timestamptz(event.at()))
                .addValue("actor", event.actor())
                .addValue("message", event.message())
                .addValue("kind", event.kind())
                .addValue("from", event.from())
                .addValue("to", event.to())
                .addValue("took", took == null ? null : Math.max(0, took.dividedBy(ChronoUnit.MICROS.getDuration())));
    }
}
