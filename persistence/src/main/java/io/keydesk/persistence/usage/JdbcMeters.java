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
            "select id, tenant, name, environment, ready_at, deleted_at, observed from clusters ";

    /** Two questions, for each of which there is an index. */
    private static final String OF_TENANT = METERED
            + "where tenant = :tenant and deleted_at is null and ready_at < :until union all "
            + METERED
            + "where tenant = :tenant and deleted_at > :from and ready_at < :until";

    private static final String OF_CLUSTER = METERED + "where id = :id";

    private static final String READ = """
            with metered as (%s),
            revised as (
                select m.id, r.number, r.at,
                       r.state ->> 'plan' as plan,
                       coalesce((r.state ->> 'poweredOff')::boolean, false) as is_off,
                       coalesce((r.state ->> 'deleted')::boolean, false) as deleted
                from metered m join revisions r on r.cluster = m.id),
            compared as (
                select *, lag(plan) over numbered as plan_before, lag(is_off) over numbered as is_off_before,
                       lag(deleted) over numbered as deleted_before
                from revised
                window numbered as (partition by id order by number))
            select m.id, m.tenant, m.name, m.environment, m.ready_at, m.deleted_at,
                   case when m.deleted_at is null then (
                       select max((node ->> 'usedMemoryBytes')::bigint) from jsonb_array_elements(m.observed -> 'nodes') node)
                   end as used_memory,
                   c.at, c.plan, c.is_off, c.deleted
            from metered m join compared c on c.id = m.id
            where (c.plan, c.is_off, c.deleted) is distinct from (c.plan_before, c.is_off_before, c.deleted_before)
            order by m.id, c.number
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
                        !row.getBoolean("is_off"),
                        row.getBoolean("deleted"))),
                row.getObject("used_memory", Long.class));
    }
}
