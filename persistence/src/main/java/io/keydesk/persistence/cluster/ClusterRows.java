package io.keydesk.persistence.cluster;

import static io.keydesk.persistence.sql.Rows.instant;
import static io.keydesk.persistence.sql.Rows.nullableInstant;
import static io.keydesk.persistence.sql.Rows.nullableTimestamptz;
import static io.keydesk.persistence.sql.Rows.timestamptz;
import static io.keydesk.persistence.sql.Rows.uuid;

import io.keydesk.persistence.json.Json;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.cluster.Trouble;
import io.keydesk.service.tenant.TenantSlug;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** A cluster as a row of {@code clusters} joined with its newest revision, whose columns have names of their own. */
record ClusterRows(Json json) {

    static final String SELECT = """
            select c.*, r.number as number, r.state as state, r.ticket as ticket, r.ticket_number as ticket_number,
                   r.author as author, r.at as at
            from clusters c join revisions r on r.cluster = c.id and r.number = c.revision
            """;

    Cluster cluster(ResultSet row, int number) throws SQLException {
        return new Cluster(
                new ClusterId(uuid(row, "id")),
                new TenantSlug(row.getString("tenant")),
                row.getString("name"),
                Named.find(Purpose.class, row.getString("purpose")).orElseThrow(),
                Named.find(Environment.class, row.getString("environment")).orElseThrow(),
                row.getString("region"),
                revision(row, number),
                json.read(row.getString("observed"), Observation.class),
                json.readNullable(row.getString("trouble"), Trouble.class),
                row.getBoolean("abandoned"),
                json.readNullable(row.getString("maintenance_window"), MaintenanceWindow.class),
                row.getBoolean("deletion_protection"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                nullableInstant(row, "ready_at"),
                nullableInstant(row, "deleted_at"),
                row.getLong("version"));
    }

    Revision revision(ResultSet row, int number) throws SQLException {
        return new Revision(
                row.getInt("number"),
                json.read(row.getString("state"), DesiredState.class),
                uuid(row, "ticket"),
                row.getString("ticket_number"),
                row.getString("author"),
                instant(row, "at"));
    }

    /** What identifies a cluster and never changes. */
    StatementSpec bindFixed(StatementSpec statement, Cluster cluster) {
        return statement
                .param("tenant", cluster.tenant().value())
                .param("name", cluster.name())
                .param("purpose", cluster.purpose().label())
                .param("environment", cluster.environment().label())
                .param("region", cluster.region())
                .param("createdAt", timestamptz(cluster.createdAt()));
    }

    StatementSpec bindChanging(StatementSpec statement, Cluster cluster) {
        return statement
                .param("id", cluster.id().value())
                .param("observed", json.write(cluster.observed()))
                .param("trouble", json.writeNullable(cluster.trouble()))
                .param("abandoned", cluster.abandoned())
                .param("maintenanceWindow", json.writeNullable(cluster.maintenanceWindow()))
                .param("deletionProtection", cluster.deletionProtection())
                .param("updatedAt", timestamptz(cluster.updatedAt()))
                .param("readyAt", nullableTimestamptz(cluster.readyAt()))
                .param("deletedAt", nullableTimestamptz(cluster.deletedAt()))
                .param("version", cluster.version())
                .param("number", cluster.desired().number())
                .param("plan", cluster.desired().state().plan())
                .param("state", json.write(cluster.desired().state()))
                .param("ticket", cluster.desired().ticket())
                .param("ticketNumber", cluster.desired().ticketNumber())
                .param("author", cluster.desired().by())
                .param("at", timestamptz(cluster.desired().at()));
    }
}
