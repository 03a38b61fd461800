package io.keydesk.service.tenant;

import java.util.List;

/** The two tenants of most tests. */
public final class SampleTenants {

    public static final TenantSlug DEMO = new TenantSlug("demo");
    public static final TenantSlug ACME = new TenantSlug("acme");

    private static final Quota QUOTA = new Quota(10, 64L * 1024 * 1024 * 1024);

    private SampleTenants() {}

    public static List<Tenant> all() {
        return List.of(new Tenant(ACME, QUOTA), new Tenant(DEMO, QUOTA));
    }
}
