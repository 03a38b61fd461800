package io.keydesk.service.tenant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps tenants in a map; holding one holds nobody off. */
public final class InMemoryTenants implements Tenants {

    private final Map<String, Tenant> tenants = new ConcurrentSkipListMap<>();

    @Override
    public Optional<Tenant> find(TenantSlug slug) {
        return Optional.ofNullable(tenants.get(slug.value()));
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
