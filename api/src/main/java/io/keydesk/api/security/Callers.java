package io.keydesk.api.security;

import io.keydesk.service.access.ApproverGroups;
import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who is behind the request that this thread serves. */
@Component
public class Callers {

    private final ApproverGroups groups;

    Callers(ApproverGroups groups) {
        this.groups = groups;
    }

    public Caller current() {
        Authentication authentication = Objects.requireNonNull(
                SecurityContextHolder.getContext().getAuthentication(), "every /v1 path asks for a token");
        var roles = authentication.getAuthorities().stream()
                .map(authority -> Objects.requireNonNull(authority.getAuthority()))
                .map(Role::parse)
                .flatMap(Optional::stream)
                .toList();
        return groups.caller(authentication.getName(), roles);
    }

    /** The tenants that a list is limited to: those that the caller sees, narrowed to one if it asks for one. */
    public Optional<Set<String>> tenants(Caller caller, @Nullable String wanted) {
        if (wanted == null) {
            return caller.limitedTo();
        }
        boolean visible = caller.limitedTo().map(own -> own.contains(wanted)).orElse(true);
        return Optional.of(visible ? Set.of(wanted) : Set.of());
    }
}
