package io.keydesk.persistence.cluster;

import io.keydesk.persistence.json.Json;
import io.keydesk.persistence.sql.Where;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.ClusterQuery;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.tenant.Holding;
import io.keydesk.service.tenant.TenantSlug;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcClusters implements Clusters {

    private static final String REVISE = """
            insert into revisions (cluster, number, state, ticket, ticket_number, author, at)
            select :id, :number, cast(:state as jsonb), :ticket, :ticketNumber, :author, :at
            """;

    private static final String ADD = """
            with made as (
                insert into clusters (id, tenant, name, purpose, environment, region, revision, plan, observed, trouble,
                                      abandoned, maintenance_window, deletion_protection, created_at, updated_at, ready_at,
                                      deleted_at, version)
                values (:id, :tenant, :name, :purpose, :environment, :region, :number, :plan, cast(:observed as jsonb),
                        cast(:trouble as jsonb), :abandoned, cast(:maintenanceWindow as jsonb), :deletionProtection,
                        :createdAt, :updatedAt, :readyAt, :deletedAt, :version))
            """ + REVISE;

    private static final String UPDATE = """
            with changed as (
                update clusters
                set revision = :number, plan = :plan, observed = cast(:observed as jsonb),
                    trouble = cast(:trouble as jsonb), abandoned = :abandoned, maintenance_window = cast(:maintenanceWindow as jsonb),
                    deletion_protection = :deletionProtection,
                    updated_at = :updatedAt, ready_at = :readyAt, deleted_at = :deletedAt,
                    version = :version
                where id = :id and version <= :version
                returning id),
            revised as (
            """ + REVISE + """
                from changed
                on conflict (cluster, number) do nothing)
            select count(*) from changed
            """;

    private final JdbcClient jdbc;
    private final ClusterRows rows;

    public JdbcClusters(JdbcClient jdbc, Json json) {
        this.jdbc = jdbc;
        this.rows = new ClusterRows(json);
    }

    @Override
    public void add(Cluster cluster) {
        rows.bindFixed(rows.bindChanging(jdbc.sql(ADD), cluster), cluster).update();
    }

    @Override
    public Optional<Cluster> find(ClusterId id) {
        return one(new Where().and("c.id = :id", "id", id.value()));
    }

    /** In two statements: one alone, after a wait, would miss the revision that was written before it. */
    @Override
    public Optional<Cluster> lock(ClusterId id) {
        return jdbc.sql("select id from clusters where id = :id for no key update")
                .param("id", id.value())
                .query(UUID.class)
                .optional()
                .flatMap(_ -> find(id));
    }

    @Override
    public void update(Cluster cluster) {
        long changed =
                rows.bindChanging(jdbc.sql(UPDATE), cluster).query(Long.class).single();
        if (changed != 1) {
            throw new IllegalStateException("cluster %s is not there, or was changed since it was read: it must be held"
                    .formatted(cluster.id()));
        }
    }

    @Override
    public List<Cluster> list(ClusterQuery query) {
        var where = new Where()
                .and("c.deleted_at is null")
                .and("c.tenant in (:tenants)", "tenants", query.tenants().orElse(null))
                .and("c.region = :region", "region", query.region())
                .and("c.purpose = :purpose", "purpose", query.purpose())
                .and("c.environment = :environment", "environment", query.environment())
                .and("c.name = :name", "name", query.name())
                .and(
                        "c.id < :after",
                        "after",
                        query.after() == null ? null : query.after().value());
        return query.tenants().filter(Set::isEmpty).isPresent()
                ? List.of()
                : jdbc.sql(ClusterRows.SELECT + where + " order by c.id desc limit :limit")
                        .params(where.parameters())
                        .param("limit", query.limit())
                        .query(rows::cluster)
                        .list();
    }

    @Override
    public List<Revision> revisions(ClusterId id, int before, int limit) {
        return jdbc.sql("""
                select * from revisions where cluster = :id and number < :before order by number desc limit :limit
                """)
                .param("id", id.value())
                .param("before", before)
                .param("limit", limit)
                .query(rows::revision)
                .list();
    }

    @Override
    public Optional<Revision> revision(ClusterId id, int number) {
        return jdbc.sql("select * from revisions where cluster = :id and number = :number")
                .param("id", id.value())
                .param("number", number)
                .query(rows::revision)
                .optional();
    }

    @Override
    public List<Holding> holdings(TenantSlug tenant) {
        return jdbc.sql("""
                select c.environment, r.state ->> 'plan' as plan, count(*) as clusters
                from clusters c join revisions r on r.cluster = c.id and r.number = c.revision
                where c.tenant = :tenant and c.deleted_at is null
                group by 1, 2
                """)
                .param("tenant", tenant.value())
                .query((row, _) -> new Holding(
                        Named.find(Environment.class, row.getString("environment"))
                                .orElseThrow(),
                        row.getString("plan"),
                        row.getInt("clusters")))
                .list();
    }

    @Override
    public List<ClusterId> living() {
        return jdbc.sql("select id from clusters where deleted_at is null order by id")
                .query((row, _) -> new ClusterId(row.getObject("id", UUID.class)))
                .list();
    }

    private Optional<Cluster> one(Where where) {
        return jdbc.sql(ClusterRows.SELECT + where)
                .params(where.parameters())
                .query(rows::cluster)
                .optional();
    }
}
