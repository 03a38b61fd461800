package io.keydesk.persistence.tenant;

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
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcTenants implements Tenants {

    private final JdbcClient jdbc;

    public JdbcTenants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Tenant> find(TenantSlug slug) {
        return jdbc.sql("select * from tenants where slug = :slug")
                .param("slug", slug.value())
                .query(JdbcTenants::tenant)
                .optional();
    }

    @Override
    public Optional<Holdings> holdings(TenantSlug slug) {
        return jdbc.sql("""
                select t.*, array(select r.state ->> 'plan'
                                  from clusters c join revisions r on r.cluster = c.id and r.number = c.revision
                                  where c.tenant = t.slug and c.deleted_at is null) as plans
                from tenants t
                where t.slug = :slug
                """)
                .param("slug", slug.value())
                .query((row, number) -> new Holdings(tenant(row, number), plans(row)))
                .optional();
    }

    private static List<String> plans(ResultSet row) throws SQLException {
        return List.of((String[]) row.getArray("plans").getArray());
    }

    /** Leaves others free to refer to the tenant: a plain {@code for update} would keep them from filing tickets. */
    @Override
    public Optional<Tenant> lock(TenantSlug slug) {
        return jdbc.sql("select * from tenants where slug = :slug for no key update")
                .param("slug", slug.value())
                .query(JdbcTenants::tenant)
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
                insert into tenants (slug, max_clusters, max_memory) values (:slug, :maxClusters, :maxMemory)
                on conflict (slug) do update set max_clusters = excluded.max_clusters, max_memory = excluded.max_memory
                """)
                .param("slug", tenant.slug().value())
                .param("maxClusters", tenant.quota().clusters())
                .param("maxMemory", tenant.quota().memoryBytes())
                .update();
    }

    private static Tenant tenant(ResultSet row, int number) throws SQLException {
        return new Tenant(
                new TenantSlug(row.getString("slug")),
                new Quota(row.getInt("max_clusters"), row.getLong("max_memory")));
    }
}
