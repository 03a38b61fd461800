package io.keydesk.persistence.usage;

import static io.keydesk.persistence.sql.Rows.instant;
import static io.keydesk.persistence.sql.Rows.nullableInstant;
import static io.keydesk.persistence.sql.Rows.timestamptz;
import static io.keydesk.persistence.sql.Rows.uuid;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.usage.Mark;
import io.keydesk.service.usage.Meter;
import io.keydesk.service.usage.Meters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads meters from clusters and their revisions, of which it takes those that change what is charged. */
public final class JdbcMeters implements Meters {

    private static final String METERED =
            "select id, tenant, name, environment, ready_at, deleted_at, used_memory from clusters ";

    /** Two questions, for each of which there is an index. */
    private static final String OF_TENANT = METERED
            + "where tenant = :tenant and deleted_at is null and ready_at < :until union all "
            + METERED
            + "where tenant = :tenant and deleted_at > :from and ready_at < :until";

    private static final String OF_CLUSTER = METERED + "where id = :id";

    private static final String READ = """
            select m.*, r.at, r.plan, r.powered_off, r.deleted
            from (%s) m join revisions r on r.cluster = m.id and r.metered
            order by m.id, r.number
            """;

    private final JdbcClient jdbc;

    public JdbcMeters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Meter> of(TenantSlug tenant, Instant from, Instant until) {
        return meters(jdbc.sql(READ.formatted(OF_TENANT))
                .param("tenant", tenant.value())
                .param("from", timestamptz(from))
                .param("until", timestamptz(until))
                .query(JdbcMeters::meter)
                .list());
    }

    @Override
    public Optional<Meter> of(ClusterId cluster) {
        return meters(jdbc.sql(READ.formatted(OF_CLUSTER))
                        .param("id", cluster.value())
                        .query(JdbcMeters::meter)
                        .list())
                .stream()
                .findFirst();
    }

    /** Brings the marks of each cluster together. */
    private static List<Meter> meters(List<Meter> ofOneMark) {
        var meters = new LinkedHashMap<ClusterId, List<Meter>>();
        ofOneMark.forEach(meter ->
                meters.computeIfAbsent(meter.cluster(), _ -> new ArrayList<>()).add(meter));
        return meters.values().stream().map(JdbcMeters::together).toList();
    }

    private static Meter together(List<Meter> parts) {
        var first = parts.getFirst();
        return new Meter(
                first.cluster(),
                first.tenant(),
                first.name(),
                first.environment(),
                first.readyAt(),
                first.deletedAt(),
                parts.stream().map(part -> part.marks().getFirst()).toList(),
                first.usedMemoryBytes());
    }

    private static Meter meter(ResultSet row, int number) throws SQLException {
        return new Meter(
                new ClusterId(uuid(row, "id")),
                new TenantSlug(row.getString("tenant")),
                row.getString("name"),
                Named.find(Environment.class, row.getString("environment")).orElseThrow(),
                nullableInstant(row, "ready_at"),
                nullableInstant(row, "deleted_at"),
                List.of(new Mark(
                        instant(row, "at"),
                        row.getString("plan"),
                        !row.getBoolean("powered_off"),
                        row.getBoolean("deleted"))),
                nullableInstant(row, "deleted_at") == null ? row.getObject("used_memory", Long.class) : null);
    }
}
