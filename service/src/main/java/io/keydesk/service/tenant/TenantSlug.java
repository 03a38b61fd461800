package io.keydesk.service.tenant;

import java.util.Optional;
import java.util.regex.Pattern;

/** The short name of a tenant: a DNS label of at most 40 characters, so that it fits into labels and namespaces. */
public record TenantSlug(String value) {

    private static final Pattern RULE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?");

    public TenantSlug {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("a tenant's slug is a DNS label of at most 40 characters: " + value);
        }
    }

    public static Optional<TenantSlug> parse(String text) {
        return RULE.matcher(text).matches() ? Optional.of(new TenantSlug(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
