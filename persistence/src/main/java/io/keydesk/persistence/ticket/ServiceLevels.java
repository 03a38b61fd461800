package io.keydesk.persistence.ticket;

import io.keydesk.persistence.sql.Rows;
import io.keydesk.persistence.sql.Where;
import io.keydesk.service.ticket.ServiceLevel;
import io.keydesk.service.ticket.ServiceLevel.Took;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long tickets took. A policy approves within the transaction that files, at the same time. */
final class ServiceLevels {

    private static final String LEVELS = """
            select kind, count(*) as decided, count(*) filter (where decided_at = created_at) as at_once,
                   percentile_cont(0.5) within group (order by extract(epoch from decided_at - created_at)) as decide_p50,
                   percentile_cont(0.95) within group (order by extract(epoch from decided_at - created_at)) as decide_p95,
                   count(*) filter (where state = 'fulfilled') as ready,
                   percentile_cont(0.5) within group (order by extract(epoch from ended_at - due_at))
                       filter (where state = 'fulfilled') as ready_p50,
                   percentile_cont(0.95) within group (order by extract(epoch from ended_at - due_at))
                       filter (where state = 'fulfilled') as ready_p95
            from tickets t
            %s
            group by kind
            order by kind collate "C"
            """;

    private final JdbcClient jdbc;

    /** @param jdbc that has each question planned for its own values */
    ServiceLevels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<ServiceLevel> since(Optional<Set<String>> tenants, Instant since) {
        if (tenants.filter(Set::isEmpty).isPresent()) {
            return List.of();
        }
        var where = new Where()
                .and("decided_at >= :since", "since", Rows.timestamptz(since))
                .and("tenant in (:tenants)", "tenants", tenants.orElse(null));
        return jdbc.sql(LEVELS.formatted(where))
                .params(where.parameters())
                .query((row, _) -> level(row))
                .list();
    }

    private static ServiceLevel level(ResultSet row) throws SQLException {
        return new ServiceLevel(
                row.getString("kind"),
                new Took(row.getLong("decided"), seconds(row, "decide_p50"), seconds(row, "decide_p95")),
                row.getLong("at_once"),
                new Took(row.getLong("ready"), seconds(row, "ready_p50"), seconds(row, "ready_p95")));
    }

    private static @Nullable Duration seconds(ResultSet row, String column) throws SQLException {
        double seconds = row.getDouble(column);
        return row.wasNull() ? null : Duration.ofNanos(Math.round(seconds * 1e6) * 1000);
    }
}
