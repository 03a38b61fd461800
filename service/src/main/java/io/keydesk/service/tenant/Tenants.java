package io.keydesk.service.tenant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All tenants that keydesk knows. */
public interface Tenants {

    Optional<Tenant> find(TenantSlug slug);

    /** The tenant with what it uses, as one question. */
    Optional<Holdings> holdings(TenantSlug slug);

    /**
     * A page of tenants with what they use, by slug, as one question.
     *
     * @param slugs nothing means all
     * @param after the last slug of the page before
     */
    List<Holdings> list(Optional<Set<String>> slugs, @Nullable String after, int limit);

    /** Reads the tenant and holds it until the transaction ends, so that two approvals cannot share one free place. */
    Optional<Tenant> lock(TenantSlug slug);

    /** Makes each of these known, or gives it its new quotas. Others stay as they are. Repeatable. */
    void put(List<Tenant> tenants);
}
