package io.keydesk.service.provisioning;

import io.keydesk.service.tenant.TenantSlug;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which namespaces of a region its tenants may name in their requests. In a pattern {@code *} stands for any characters, also
 * for none, and {@code {tenant}} for the slug of the tenant that asks.
 *
 * <p>{@code {tenant}-*} keeps tenants apart only while no slug goes on where another ends: {@code shop} may name
 * {@code shop-eu-web} as well as {@code shop-eu} may.
 *
 * @param allowed patterns of which a namespace must match one
 * @param refused patterns of which it must match none, whatever is allowed
 */
public record Namespaces(List<String> allowed, List<String> refused) {

    private static final String TENANT = "{tenant}";
    private static final Pattern RULE = Pattern.compile("([-a-z0-9*]|\\{tenant})+");

    /** Whatever a tenant names. */
    public static final Namespaces ANY = new Namespaces(List.of("*"), List.of());

    public Namespaces {
        allowed = List.copyOf(allowed);
        refused = List.copyOf(refused);
        if (allowed.isEmpty()) {
            throw new IllegalArgumentException("at least one pattern of namespaces must be allowed, such as *");
        }
        Stream.concat(allowed.stream(), refused.stream())
                .filter(pattern -> !RULE.matcher(pattern).matches())
                .findFirst()
                .ifPresent(pattern -> {
                    throw new IllegalArgumentException(
                            "a pattern of namespaces has lower-case letters, digits, hyphens, * and {tenant} only, and %s has others"
                                    .formatted(pattern));
                });
    }

    public boolean allow(String namespace, TenantSlug tenant) {
        return allowed.stream().anyMatch(pattern -> matches(pattern, namespace, tenant))
                && refused.stream().noneMatch(pattern -> matches(pattern, namespace, tenant));
    }

    /** What a namespace of this tenant must match, in words. */
    public String rule(TenantSlug tenant) {
        var wanted = "match " + words(allowed, tenant);
        return refused.isEmpty() ? wanted : "%s, but not %s".formatted(wanted, words(refused, tenant));
    }

    private static String words(List<String> patterns, TenantSlug tenant) {
        return patterns.stream().map(pattern -> of(pattern, tenant)).collect(Collectors.joining(" or "));
    }

    private static boolean matches(String pattern, String namespace, TenantSlug tenant) {
        return namespace.matches(of(pattern, tenant).replace("*", ".*"));
    }

    private static String of(String pattern, TenantSlug tenant) {
        return pattern.replace(TENANT, tenant.value());
    }
}
