package io.keydesk.service.tenant;

import java.util.List;
import java.util.Optional;

/** All tenants that keydesk knows. */
public interface Tenants {

    Optional<Tenant> find(TenantSlug slug);

    /** The tenant with what it uses, as one question. */
    Optional<Holdings> holdings(TenantSlug slug);

    /** Reads the tenant and holds it until the transaction ends, so that two approvals cannot share one free place. */
    Optional<Tenant> lock(TenantSlug slug);

    /** Makes each of these known, or gives it its new quota. Others stay as they are. Repeatable. */
    void put(List<Tenant> tenants);
}
