package io.keydesk.service.tenant;

import java.util.List;

/** @param environments what is narrower for some environments, each at most once */
public record Tenant(TenantSlug slug, Quota quota, List<EnvironmentQuota> environments) {

    public Tenant {
        environments = List.copyOf(environments);
    }

    /** With the same quota for all environments together. */
    public Tenant(TenantSlug slug, Quota quota) {
        this(slug, quota, List.of());
    }
}
