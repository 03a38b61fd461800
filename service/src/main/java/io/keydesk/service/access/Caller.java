package io.keydesk.service.access;

import io.keydesk.service.access.Role.Admin;
import io.keydesk.service.access.Role.Approver;
import io.keydesk.service.access.Role.Requester;
import io.keydesk.service.access.Role.TenantApprover;
import io.keydesk.service.access.Role.Viewer;
import io.keydesk.service.tenant.TenantSlug;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A person or program behind a request.
 *
 * @param name as it stands in tickets and on timelines
 */
public record Caller(String name, List<Role> roles) {

    public Caller {
        roles = List.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(new Admin());
    }

    /** Whether the role of deciding is there for all tenants; a policy may still ask for somebody else. */
    public boolean decides() {
        return isAdmin() || roles.contains(new Approver());
    }

    /** Whether the role of deciding is there for this tenant; a policy may still ask for somebody else. */
    public boolean decidesFor(TenantSlug tenant) {
        return decides() || roles.contains(new TenantApprover(tenant));
    }

    /** The tenants for which the role of deciding is there; nothing for all. */
    public Optional<Set<String>> decidesFor() {
        return decides()
                ? Optional.empty()
                : Optional.of(roles.stream()
                        .filter(TenantApprover.class::isInstance)
                        .map(role -> ((TenantApprover) role).tenant().value())
                        .collect(Collectors.toSet()));
    }

    /** A requester of the tenant itself: only these get its credentials. */
    public boolean isRequesterOf(TenantSlug tenant) {
        return roles.contains(new Requester(tenant));
    }

    public boolean mayFileFor(TenantSlug tenant) {
        return isAdmin() || isRequesterOf(tenant);
    }

    public boolean sees(TenantSlug tenant) {
        return decidesFor(tenant) || isRequesterOf(tenant) || roles.contains(new Viewer(tenant));
    }

    /** The tenants to which lists are limited; nothing for those who see all. */
    public Optional<Set<String>> limitedTo() {
        if (decides()) {
            return Optional.empty();
        }
        var slugs = new TreeSet<String>();
        for (var role : roles) {
            switch (role) {
                case Viewer(var tenant) -> slugs.add(tenant.value());
                case Requester(var tenant) -> slugs.add(tenant.value());
                case TenantApprover(var tenant) -> slugs.add(tenant.value());
                case Approver _, Admin _ -> {}
            }
        }
        return Optional.of(slugs);
    }

    /** The tenants for which this caller may file tickets by own right. */
    public List<TenantSlug> requesterOf() {
        return roles.stream()
                .filter(Requester.class::isInstance)
                .map(role -> ((Requester) role).tenant())
                .toList();
    }
}
