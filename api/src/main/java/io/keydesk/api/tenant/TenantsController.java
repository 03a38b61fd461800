package io.keydesk.api.tenant;

import io.keydesk.api.http.Page;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.ClusterUsage;
import io.keydesk.openapi.body.Tenant;
import io.keydesk.openapi.body.TenantPage;
import io.keydesk.openapi.body.TenantUsage;
import io.keydesk.openapi.http.TenantsApi;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.usage.UsageReading;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TenantsController implements TenantsApi {

    private final UsageReading reading;
    private final TenantBodies tenants;
    private final UsageBodies usage;
    private final Callers callers;

    TenantsController(UsageReading reading, TenantBodies tenants, UsageBodies usage, Callers callers) {
        this.reading = reading;
        this.tenants = tenants;
        this.usage = usage;
        this.callers = callers;
    }

    @Override
    public ResponseEntity<TenantPage> listTenants(Integer limit, @Nullable String after) {
        var read = reading.tenants(callers.current().limitedTo(), Page.textAfter(after), Page.toRead(limit));
        var page = Page.of(read, limit, holdings -> holdings.tenant().slug());
        return ResponseEntity.ok(TenantPage.builder()
                .items(page.map(tenants::body))
                .next(page.next())
                .build());
    }

    @Override
    public ResponseEntity<Tenant> getTenant(String slug) {
        var holdings = reading.tenant(callers.current(), slug).orElseThrow(RequestRefused::new);
        return ResponseEntity.ok(tenants.body(holdings));
    }

    @Override
    public ResponseEntity<TenantUsage> getTenantUsage(
            String slug, @Nullable String month, Integer limit, @Nullable String after) {
        int most = Page.toRead(limit);
        var last = Page.uuidAfter(after);
        var read = reading.ofTenant(callers.current(), slug, month).orElseThrow(RequestRefused::new);
        var page = Page.of(
                read.clusters(last == null ? null : new ClusterId(last), most),
                limit,
                cluster -> cluster.meter().cluster());
        return ResponseEntity.ok(usage.body(read, page));
    }

    @Override
    public ResponseEntity<ClusterUsage> getClusterUsage(UUID id, @Nullable String month) {
        var read =
                reading.ofCluster(callers.current(), new ClusterId(id), month).orElseThrow(RequestRefused::new);
        return ResponseEntity.ok(usage.body(read));
    }
}
