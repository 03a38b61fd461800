package io.keydesk.service.access;

import io.keydesk.service.access.Role.TenantApprover;
import io.keydesk.service.tenant.TenantSlug;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Callers to whom the decisions on a tenant's tickets are delegated by name, whatever roles their tokens carry.
 *
 * @param names of callers, by tenant
 */
public record ApproverGroups(Map<TenantSlug, List<String>> names) {

    /** Nobody but those whose tokens say so. */
    public static final ApproverGroups NONE = new ApproverGroups(Map.of());

    public ApproverGroups {
        names = Map.copyOf(names);
    }

    /** The caller with the roles of the token and those of the groups. */
    public Caller caller(String name, List<Role> roles) {
        var delegated = names.entrySet().stream()
                .filter(group -> group.getValue().contains(name))
                .map(group -> new TenantApprover(group.getKey()));
        return new Caller(
                name, Stream.concat(roles.stream(), delegated).distinct().toList());
    }

    public List<String> of(TenantSlug tenant) {
        return names.getOrDefault(tenant, List.of());
    }
}
