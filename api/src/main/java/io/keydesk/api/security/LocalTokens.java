package io.keydesk.api.security;

import io.keydesk.service.access.Role;
import io.keydesk.service.tenant.TenantSlug;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/** The fixed tokens for trying keydesk on one machine. Everybody knows them: they are good on loopback only. */
final class LocalTokens implements OpaqueTokenIntrospector {

    private static final TenantSlug DEMO = new TenantSlug("demo");
    private static final TenantSlug ACME = new TenantSlug("acme");

    private static final Map<String, List<Role>> ROLES = Map.of(
            "dev-tenant", List.of(new Role.Requester(DEMO)),
            "dev-tenant-2", List.of(new Role.Requester(ACME)),
            "dev-viewer", List.of(new Role.Viewer(DEMO)),
            "dev-tenant-approver", List.of(new Role.TenantApprover(DEMO)),
            "dev-approver", List.of(new Role.Approver()),
            "dev-admin", List.of(new Role.Admin()));

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        var roles = ROLES.get(token);
        if (roles == null) {
            throw new BadOpaqueTokenException("unknown token");
        }
        List<GrantedAuthority> authorities = AuthorityUtils.createAuthorityList(
                roles.stream().map(Role::toString).toList());
        return new DefaultOAuth2AuthenticatedPrincipal(token, Map.of("sub", token), authorities);
    }
}
