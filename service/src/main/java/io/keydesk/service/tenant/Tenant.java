package io.keydesk.service.tenant;

public record Tenant(TenantSlug slug, Quota quota) {}
