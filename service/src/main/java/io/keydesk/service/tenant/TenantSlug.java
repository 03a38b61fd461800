package io.keydesk.service.tenant;

/** The short name of a tenant: a DNS label, so that it fits into labels and namespaces. */
public record TenantSlug(String value) {

    public TenantSlug {
        if (!value.matches("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")) {
            throw new IllegalArgumentException("a tenant's slug is a DNS label of at most 40 characters: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
