package io.keydesk.service.access;

import io.keydesk.service.tenant.TenantSlug;

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
}
