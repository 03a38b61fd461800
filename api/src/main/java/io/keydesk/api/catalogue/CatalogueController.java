package io.keydesk.api.catalogue;

import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.Me;
import io.keydesk.openapi.body.Membership;
import io.keydesk.openapi.body.PlanList;
import io.keydesk.openapi.body.PurposeList;
import io.keydesk.openapi.body.RegionList;
import io.keydesk.openapi.body.SettingList;
import io.keydesk.openapi.body.TenantRole;
import io.keydesk.openapi.body.VersionList;
import io.keydesk.openapi.http.CatalogueApi;
import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.provisioning.VersionsOffered;
import io.keydesk.service.tenant.TenantSlug;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CatalogueController implements CatalogueApi {

    private final Catalogue catalogue;
    private final Regions regions;
    private final Callers callers;
    private final CatalogueBodies bodies;

    CatalogueController(Catalogue catalogue, Regions regions, Callers callers, CatalogueBodies bodies) {
        this.catalogue = catalogue;
        this.regions = regions;
        this.callers = callers;
        this.bodies = bodies;
    }

    @Override
    public ResponseEntity<PlanList> listPlans() {
        var items = catalogue.plans().stream().map(bodies::body).toList();
        return ResponseEntity.ok(PlanList.builder().items(items).build());
    }

    @Override
    public ResponseEntity<SettingList> listSettings() {
        var items = catalogue.settings().stream().map(bodies::body).toList();
        return ResponseEntity.ok(SettingList.builder().items(items).build());
    }

    @Override
    public ResponseEntity<VersionList> listVersions() {
        var items = new VersionsOffered(catalogue, regions.all())
                .newestFirst().stream().map(bodies::body).toList();
        return ResponseEntity.ok(VersionList.builder().items(items).build());
    }

    @Override
    public ResponseEntity<PurposeList> listPurposes() {
        var items = Arrays.stream(Purpose.values()).map(bodies::body).toList();
        return ResponseEntity.ok(PurposeList.builder().items(items).build());
    }

    @Override
    public ResponseEntity<RegionList> listRegions() {
        var items = regions.all().stream().map(bodies::body).toList();
        return ResponseEntity.ok(RegionList.builder().items(items).build());
    }

    @Override
    public ResponseEntity<Me> whoAmI() {
        var caller = callers.current();
        return ResponseEntity.ok(Me.builder()
                .name(caller.name())
                .roles(caller.roles().stream().map(Role::toString).toList())
                .tenants(memberships(caller))
                .build());
    }

    private static List<Membership> memberships(Caller caller) {
        return caller.roles().stream()
                .flatMap(role -> switch (role) {
                    case Role.Viewer(var tenant) -> Stream.of(membership(tenant, TenantRole.VIEWER));
                    case Role.Requester(var tenant) -> Stream.of(membership(tenant, TenantRole.REQUESTER));
                    case Role.TenantApprover(var tenant) -> Stream.of(membership(tenant, TenantRole.APPROVER));
                    case Role.Approver _, Role.Admin _ -> Stream.<Membership>empty();
                })
                .toList();
    }

    private static Membership membership(TenantSlug tenant, TenantRole role) {
        return Membership.builder().slug(tenant.value()).role(role).build();
    }
}
