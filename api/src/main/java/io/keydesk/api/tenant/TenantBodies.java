package io.keydesk.api.tenant;

import io.keydesk.openapi.body.EnvironmentQuota;
import io.keydesk.openapi.body.Quota;
import io.keydesk.openapi.body.QuotaShare;
import io.keydesk.openapi.body.Tenant;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.Share;
import org.springframework.stereotype.Component;

/** Tenants as callers get them. */
@Component
class TenantBodies {

    private final Catalogue catalogue;

    TenantBodies(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Tenant body(Holdings holdings) {
        return Tenant.builder()
                .slug(holdings.tenant().slug().value())
                .quota(quota(holdings))
                .build();
    }

    Quota quota(Holdings holdings) {
        return Quota.builder()
                .clusters(share(holdings.clusterShare()))
                .memoryBytes(share(holdings.memoryShare(catalogue)))
                .environments(holdings.tenant().environments().stream()
                        .map(quota -> EnvironmentQuota.builder()
                                .environment(quota.environment().label())
                                .clusters(holdings.clusterShare(quota.environment())
                                        .map(TenantBodies::share)
                                        .orElse(null))
                                .memoryBytes(holdings.memoryShare(catalogue, quota.environment())
                                        .map(TenantBodies::share)
                                        .orElse(null))
                                .build())
                        .toList())
                .build();
    }

    private static QuotaShare share(Share share) {
        return QuotaShare.builder()
                .limit(share.limit())
                .used(share.used())
                .free(share.free())
                .build();
    }
}
