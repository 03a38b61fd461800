package io.keydesk.service.tenant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** Keeps tenants in a map; holding one holds nobody off. */
public final class InMemoryTenants implements Tenants {

    private final Map<String, Tenant> tenants = new ConcurrentSkipListMap<>();
    private final Function<TenantSlug, List<String>> plans;

    /** @param plans of the clusters that a tenant has */
    public InMemoryTenants(Function<TenantSlug, List<String>> plans) {
        this.plans = plans;
    }

    @Override
    public Optional<Tenant> find(TenantSlug slug) {
        return Optional.ofNullable(tenants.get(slug.value()));
    }

    @Override
    public Optional<Holdings> holdings(TenantSlug slug) {
        return find(slug).map(tenant -> new Holdings(tenant, plans.apply(slug)));
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
