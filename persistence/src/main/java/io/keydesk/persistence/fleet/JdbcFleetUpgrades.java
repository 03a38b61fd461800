package io.keydesk.persistence.fleet;

import static io.keydesk.persistence.sql.Rows.timestamptz;
import static io.keydesk.persistence.sql.Rows.uuid;

import io.keydesk.persistence.sql.Where;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.fleet.FleetMember;
import io.keydesk.service.fleet.FleetUpgrade;
import io.keydesk.service.fleet.FleetUpgradeId;
import io.keydesk.service.fleet.FleetUpgrades;
import io.keydesk.service.fleet.MemberState;
import io.keydesk.service.fleet.Wave;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcFleetUpgrades implements FleetUpgrades {

    private static final String ADD = """
            insert into fleet_upgrades (id, version, reason, urgent, environments, concurrency, started_by, state,
                                        changed_at, changed_by, why, created_at)
            values (:id, :version, :reason, :urgent, :environments, :concurrency, :startedBy, :state,
                    :changedAt, :changedBy, :why, :createdAt)
            """;

    /** All at once: a fleet has thousands. None of them has a ticket yet. */
    private static final String ADD_MEMBERS = """
            insert into fleet_members (upgrade, cluster, tenant, name, environment, state, look_at)
            select :upgrade, cluster, tenant, name, environment, 'waiting', look_at
            from unnest(:clusters, :tenants, :names, :environments, cast(:lookAt as timestamptz[]))
                as given (cluster, tenant, name, environment, look_at)
            """;

    private static final String UNSETTLED = """
            select id from fleet_upgrades where state in ('running', 'paused')
            union
            select upgrade from fleet_members where state = 'running'
            union
            select upgrade from fleet_members where state = 'waiting' and why is not null
            order by id
            """;

    private static final String WAVES = """
            select upgrade, environment,
                   sum(clusters) filter (where state = 'waiting') as waiting,
                   sum(clusters) filter (where state = 'running') as running,
                   sum(clusters) filter (where state = 'done') as done,
                   sum(clusters) filter (where state = 'failed') as failed,
                   sum(clusters) filter (where state = 'skipped') as skipped
            from fleet_waves
            where upgrade = any (:ids)
            group by upgrade, environment
            """;

    private static final String UPDATE_MEMBER = """
            update fleet_members
            set state = :state, why = :why, look_at = :lookAt, told = :told, ticket = :ticket, ticket_number = :ticketNumber
            where upgrade = :upgrade and cluster = :cluster and (ticket is null or ticket = :ticket)
            """;

    private final JdbcClient jdbc;

    public JdbcFleetUpgrades(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void add(FleetUpgrade upgrade, List<FleetMember> members) {
        FleetRows.bindState(jdbc.sql(ADD), upgrade)
                .param("version", upgrade.version())
                .param("reason", upgrade.reason())
                .param("urgent", upgrade.urgent())
                .param(
                        "environments",
                        upgrade.environments().stream().map(Environment::label).toArray(String[]::new))
                .param("concurrency", upgrade.concurrency())
                .param("startedBy", upgrade.startedBy())
                .param("createdAt", timestamptz(upgrade.createdAt()))
                .update();
        jdbc.sql(ADD_MEMBERS)
                .param("upgrade", upgrade.id().value())
                .param(
                        "clusters",
                        members.stream().map(one -> one.cluster().value()).toArray(UUID[]::new))
                .param(
                        "tenants",
                        members.stream().map(one -> one.tenant().value()).toArray(String[]::new))
                .param("names", members.stream().map(FleetMember::name).toArray(String[]::new))
                .param(
                        "environments",
                        members.stream().map(one -> one.environment().label()).toArray(String[]::new))
                .param("lookAt", members.stream().map(JdbcFleetUpgrades::lookAt).toArray(String[]::new))
                .update();
    }

    private static String lookAt(FleetMember member) {
        if (member.state() instanceof MemberState.Waiting waiting && member.ticket() == null) {
            return waiting.lookAt().toString();
        }
        throw new IllegalArgumentException("cluster %s has had its turn already".formatted(member.name()));
    }

    @Override
    public Optional<FleetUpgrade> find(FleetUpgradeId id) {
        return one("where id = :id", id);
    }

    @Override
    public Optional<FleetUpgrade> lock(FleetUpgradeId id) {
        return one("where id = :id for no key update", id);
    }

    private Optional<FleetUpgrade> one(String where, FleetUpgradeId id) {
        return jdbc.sql("select * from fleet_upgrades " + where)
                .param("id", id.value())
                .query(FleetRows::upgrade)
                .optional();
    }

    @Override
    public Optional<FleetUpgrade> open(String version) {
        return jdbc.sql("select * from fleet_upgrades where version = :version and state in ('running', 'paused')")
                .param("version", version)
                .query(FleetRows::upgrade)
                .optional();
    }

    @Override
    public void update(FleetUpgrade upgrade) {
        int changed = FleetRows.bindState(jdbc.sql("""
                                update fleet_upgrades
                                set state = :state, changed_at = :changedAt, changed_by = :changedBy, why = :why
                                where id = :id and state in ('running', 'paused')
                                """), upgrade).update();
        if (changed != 1) {
            throw new IllegalStateException(
                    "fleet upgrade %s is not there, or has ended: it must be held".formatted(upgrade.id()));
        }
    }

    @Override
    public List<FleetUpgrade> list(@Nullable FleetUpgradeId after, int limit) {
        var where = new Where().and("id < :after", "after", after == null ? null : after.value());
        return jdbc.sql("select * from fleet_upgrades " + where + " order by id desc limit :limit")
                .params(where.parameters())
                .param("limit", limit)
                .query(FleetRows::upgrade)
                .list();
    }

    @Override
    public List<FleetUpgradeId> unsettled() {
        return jdbc.sql(UNSETTLED)
                .query((row, _) -> new FleetUpgradeId(uuid(row, "id")))
                .list();
    }

    @Override
    public Map<FleetUpgradeId, List<Wave>> waves(Collection<FleetUpgradeId> ids) {
        record Counted(FleetUpgradeId upgrade, Wave wave) {}
        return jdbc
                .sql(WAVES)
                .param("ids", ids.stream().map(FleetUpgradeId::value).toArray(UUID[]::new))
                .query((row, _) -> new Counted(
                        new FleetUpgradeId(uuid(row, "upgrade")),
                        new Wave(
                                FleetRows.environment(row.getString("environment")),
                                row.getInt("waiting"),
                                row.getInt("running"),
                                row.getInt("done"),
                                row.getInt("failed"),
                                row.getInt("skipped"))))
                .list()
                .stream()
                .sorted(Comparator.comparing(counted -> counted.wave().environment()))
                .collect(Collectors.groupingBy(
                        Counted::upgrade, Collectors.mapping(Counted::wave, Collectors.toList())));
    }

    @Override
    public Optional<FleetMember> member(FleetUpgradeId upgrade, ClusterId cluster) {
        return jdbc.sql("select * from fleet_members where upgrade = :upgrade and cluster = :cluster")
                .param("upgrade", upgrade.value())
                .param("cluster", cluster.value())
                .query(FleetRows::member)
                .optional();
    }

    @Override
    public List<FleetMember> members(
            FleetUpgradeId upgrade, List<String> states, @Nullable ClusterId after, int limit) {
        var where = new Where()
                .and("upgrade = :upgrade", "upgrade", upgrade.value())
                .and("state in (:states)", "states", states.isEmpty() ? null : states)
                .and("cluster > :after", "after", after == null ? null : after.value());
        return jdbc.sql("select * from fleet_members " + where + " order by cluster limit :limit")
                .params(where.parameters())
                .param("limit", limit)
                .query(FleetRows::member)
                .list();
    }

    @Override
    public List<FleetMember> due(FleetUpgradeId upgrade, Environment environment, Instant now, int limit) {
        return jdbc.sql("""
                select * from fleet_members
                where upgrade = :upgrade and environment = :environment and state = 'waiting' and look_at <= :now
                order by look_at, cluster limit :limit
                """)
                .param("upgrade", upgrade.value())
                .param("environment", environment.label())
                .param("now", timestamptz(now))
                .param("limit", limit)
                .query(FleetRows::member)
                .list();
    }

    @Override
    public void update(FleetMember member) {
        int changed = FleetRows.bindMember(jdbc.sql(UPDATE_MEMBER), member).update();
        if (changed != 1) {
            throw new IllegalStateException("cluster %s is not in fleet upgrade %s, or has another ticket there"
                    .formatted(member.cluster(), member.upgrade()));
        }
    }

    @Override
    public void skipUntold(FleetUpgradeId upgrade, String why) {
        jdbc.sql("""
                update fleet_members set state = 'skipped', why = :why, look_at = null
                where upgrade = :upgrade and state = 'waiting' and why is null
                """).param("upgrade", upgrade.value()).param("why", why).update();
    }
}
