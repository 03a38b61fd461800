package io.keydesk.service.access;

import io.keydesk.service.tenant.TenantSlug;
import java.util.Optional;

/** What a caller may do. The text form stands in tokens: {@code tenant:demo:requester}, {@code approver}. */
public sealed interface Role {

    /** Sees a tenant's tickets and clusters. */
    record Viewer(TenantSlug tenant) implements Role {
        @Override
        public String toString() {
            return "tenant:" + tenant + ":viewer";
        }
    }

    /** Files tickets for a tenant and reads its credentials; sees what a viewer sees. */
    record Requester(TenantSlug tenant) implements Role {
        @Override
        public String toString() {
            return "tenant:" + tenant + ":requester";
        }
    }

    /** Decides a tenant's tickets; sees what a viewer sees. */
    record TenantApprover(TenantSlug tenant) implements Role {
        @Override
        public String toString() {
            return "tenant:" + tenant + ":approver";
        }
    }

    /** Decides tickets of all tenants. */
    record Approver() implements Role {
        @Override
        public String toString() {
            return "approver";
        }
    }

    /** Decides, retries, and files for any tenant. */
    record Admin() implements Role {
        @Override
        public String toString() {
            return "admin";
        }
    }

    /** Reads the text form; nothing for a text that is none. */
    static Optional<Role> parse(String text) {
        var parts = text.split(":", -1);
        return switch (parts[0]) {
            case "approver" -> parts.length == 1 ? Optional.of(new Approver()) : Optional.empty();
            case "admin" -> parts.length == 1 ? Optional.of(new Admin()) : Optional.empty();
            case "tenant" -> parts.length == 3 ? ofTenant(parts[1], parts[2]) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Role> ofTenant(String slug, String role) {
        return TenantSlug.parse(slug).flatMap(tenant -> switch (role) {
            case "viewer" -> Optional.of(new Viewer(tenant));
            case "requester" -> Optional.of(new Requester(tenant));
            case "approver" -> Optional.of(new TenantApprover(tenant));
            default -> Optional.empty();
        });
    }
}
