package io.keydesk.service.tenant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps tenants in a map; holding one holds nobody off. */
public final class InMemoryTenants implements Tenants {

    private final Map<String, Tenant> tenants = new ConcurrentSkipListMap<>();
    private final Function<TenantSlug, List<Holding>> clusters;

    /** @param clusters that a tenant has */
    public InMemoryTenants(Function<TenantSlug, List<Holding>> clusters) {
        this.clusters = clusters;
    }

    @Override
    public Optional<Tenant> find(TenantSlug slug) {
        return Optional.ofNullable(tenants.get(slug.value()));
    }

    @Override
    public Optional<Holdings> holdings(TenantSlug slug) {
        return find(slug).map(tenant -> new Holdings(tenant, clusters.apply(slug)));
    }

    @Override
    public List<Holdings> list(Optional<Set<String>> slugs, @Nullable String after, int limit) {
        return tenants.values().stream()
                .filter(tenant ->
                        slugs.isEmpty() || slugs.get().contains(tenant.slug().value()))
                .filter(tenant -> after == null || tenant.slug().value().compareTo(after) > 0)
                .limit(limit)
                .map(tenant -> new Holdings(tenant, clusters.apply(tenant.slug())))
                .toList();
    }

    @Override
    public Optional<Tenant> lock(TenantSlug slug) {
        return find(slug);
    }

    @Override
    public void put(List<Tenant> others) {
        others.forEach(tenant -> tenants.put(tenant.slug().value(), tenant));
    }
}
