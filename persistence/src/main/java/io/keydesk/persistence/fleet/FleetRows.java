package io.keydesk.persistence.fleet;

import static io.keydesk.persistence.sql.Rows.instant;
import static io.keydesk.persistence.sql.Rows.nullableTimestamptz;
import static io.keydesk.persistence.sql.Rows.nullableUuid;
import static io.keydesk.persistence.sql.Rows.timestamptz;
import static io.keydesk.persistence.sql.Rows.uuid;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.fleet.FleetMember;
import io.keydesk.service.fleet.FleetState;
import io.keydesk.service.fleet.FleetState.Cancelled;
import io.keydesk.service.fleet.FleetState.Completed;
import io.keydesk.service.fleet.FleetState.Paused;
import io.keydesk.service.fleet.FleetState.Running;
import io.keydesk.service.fleet.FleetUpgrade;
import io.keydesk.service.fleet.FleetUpgradeId;
import io.keydesk.service.fleet.MemberState;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Fleet upgrades and their clusters as rows. */
final class FleetRows {

    private FleetRows() {}

    static FleetUpgrade upgrade(ResultSet row, int number) throws SQLException {
        var environments = (String[]) row.getArray("environments").getArray();
        return new FleetUpgrade(
                new FleetUpgradeId(uuid(row, "id")),
                row.getString("version"),
                row.getString("reason"),
                row.getBoolean("urgent"),
                Arrays.stream(environments).map(FleetRows::environment).toList(),
                row.getInt("concurrency"),
                row.getString("started_by"),
                state(row),
                instant(row, "created_at"));
    }

    private static FleetState state(ResultSet row) throws SQLException {
        var at = instant(row, "changed_at");
        var by = row.getString("changed_by");
        var why = row.getString("why");
        var label = row.getString("state");
        return switch (label) {
            case "running" -> new Running(by, at, why);
            case "paused" -> new Paused(by, at, why);
            case "completed" -> new Completed(at);
            case "cancelled" -> new Cancelled(by, at, why);
            default -> throw new IllegalStateException("no state of a fleet upgrade: " + label);
        };
    }

    static StatementSpec bindState(StatementSpec statement, FleetUpgrade upgrade) {
        var state = upgrade.state();
        return statement
                .param("id", upgrade.id().value())
                .param("state", state.label())
                .param("changedAt", timestamptz(state.since()))
                .param("changedBy", by(state))
                .param("why", why(state));
    }

    private static @Nullable String by(FleetState state) {
        return switch (state) {
            case Running running -> running.by();
            case Paused paused -> paused.by();
            case Completed _ -> null;
            case Cancelled cancelled -> cancelled.by();
        };
    }

    private static @Nullable String why(FleetState state) {
        return switch (state) {
            case Running running -> running.why();
            case Paused paused -> paused.why();
            case Completed _ -> null;
            case Cancelled cancelled -> cancelled.why();
        };
    }

    static FleetMember member(ResultSet row, int number) throws SQLException {
        var ticket = nullableUuid(row, "ticket");
        return new FleetMember(
                new FleetUpgradeId(uuid(row, "upgrade")),
                new ClusterId(uuid(row, "cluster")),
                new TenantSlug(row.getString("tenant")),
                row.getString("name"),
                environment(row.getString("environment")),
                memberState(row),
                ticket == null
                        ? null
                        : new FleetMember.Filed(new TicketId(ticket), new TicketNumber(row.getLong("ticket_number"))));
    }

    private static MemberState memberState(ResultSet row) throws SQLException {
        var why = row.getString("why");
        var label = row.getString("state");
        return switch (label) {
            case MemberState.WAITING -> new MemberState.Waiting(why, instant(row, "look_at"), row.getString("told"));
            case MemberState.RUNNING -> new MemberState.Running();
            case MemberState.DONE -> new MemberState.Done();
            case MemberState.FAILED -> new MemberState.Failed(why);
            case MemberState.SKIPPED -> new MemberState.Skipped(why);
            default -> throw new IllegalStateException("no state of a cluster in a fleet upgrade: " + label);
        };
    }

    static StatementSpec bindMember(StatementSpec statement, FleetMember member) {
        var state = member.state();
        var filed = member.ticket();
        return statement
                .param("upgrade", member.upgrade().value())
                .param("cluster", member.cluster().value())
                .param("state", state.label())
                .param("why", why(state))
                .param(
                        "lookAt",
                        nullableTimestamptz(state instanceof MemberState.Waiting waiting ? waiting.lookAt() : null))
                .param("told", state instanceof MemberState.Waiting waiting ? waiting.told() : null)
                .param("ticket", filed == null ? null : filed.id().value())
                .param("ticketNumber", filed == null ? null : filed.number().value());
    }

    private static @Nullable String why(MemberState state) {
        return switch (state) {
            case MemberState.Waiting waiting -> waiting.why();
            case MemberState.Failed failed -> failed.why();
            case MemberState.Skipped skipped -> skipped.why();
            case MemberState.Running _, MemberState.Done _ -> null;
        };
    }

    static Environment environment(String label) {
        return Named.find(Environment.class, label).orElseThrow();
    }
}
