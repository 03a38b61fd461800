package io.keydesk.persistence.tenant;

import io.keydesk.persistence.json.Json;
import io.keydesk.persistence.sql.Where;
import io.keydesk.service.tenant.EnvironmentQuota;
import io.keydesk.service.tenant.Holding;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.tenant.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcTenants implements Tenants {

    private static final String HOLDINGS = """
            select t.*, (select coalesce(json_agg(h), '[]')
                         from (select environment, plan, count(*) as clusters from clusters
                               where tenant = t.slug and deleted_at is null
                               group by environment, plan) h) as holdings
            from tenants t
            """;

    private final JdbcClient jdbc;
    private final Json json;

    public JdbcTenants(JdbcClient jdbc, Json json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Optional<Tenant> find(TenantSlug slug) {
        return jdbc.sql("select * from tenants where slug = :slug")
                .param("slug", slug.value())
                .query(this::tenant)
                .optional();
    }

    @Override
    public Optional<Holdings> holdings(TenantSlug slug) {
        return jdbc.sql(HOLDINGS + "where t.slug = :slug")
                .param("slug", slug.value())
                .query(this::read)
                .optional();
    }

    /** In one order, however the database compares texts. */
    @Override
    public List<Holdings> list(Optional<Set<String>> slugs, @Nullable String after, int limit) {
        var where = new Where()
                .and("t.slug in (:slugs)", "slugs", slugs.orElse(null))
                .and("t.slug collate \"C\" > :after", "after", after);
        return slugs.filter(Set::isEmpty).isPresent()
                ? List.of()
                : jdbc.sql(HOLDINGS + where + " order by t.slug collate \"C\" limit :limit")
                        .params(where.parameters())
                        .param("limit", limit)
                        .query(this::read)
                        .list();
    }

    /** Leaves others free to refer to the tenant: a plain {@code for update} would keep them from filing tickets. */
    @Override
    public Optional<Tenant> lock(TenantSlug slug) {
        return jdbc.sql("select * from tenants where slug = :slug for no key update")
                .param("slug", slug.value())
                .query(this::tenant)
                .optional();
    }

    /** In the order of their slugs, so that two instances that start together do not wait for each other. */
    @Override
    public void put(List<Tenant> tenants) {
        tenants.stream()
                .sorted(Comparator.comparing(tenant -> tenant.slug().value()))
                .forEach(this::put);
    }

    private void put(Tenant tenant) {
        jdbc.sql("""
                insert into tenants (slug, max_clusters, max_memory, environments)
                values (:slug, :maxClusters, :maxMemory, cast(:environments as jsonb))
                on conflict (slug) do update
                set max_clusters = excluded.max_clusters, max_memory = excluded.max_memory,
                    environments = excluded.environments
                """)
                .param("slug", tenant.slug().value())
                .param("maxClusters", tenant.quota().clusters())
                .param("maxMemory", tenant.quota().memoryBytes())
                .param("environments", json.write(tenant.environments()))
                .update();
    }

    private Tenant tenant(ResultSet row, int number) throws SQLException {
        return new Tenant(
                new TenantSlug(row.getString("slug")),
                new Quota(row.getInt("max_clusters"), row.getLong("max_memory")),
                json.readList(row.getString("environments"), EnvironmentQuota.class));
    }

    private Holdings read(ResultSet row, int number) throws SQLException {
        return new Holdings(tenant(row, number), json.readList(row.getString("holdings"), Holding.class));
    }
}
