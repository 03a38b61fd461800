package io.keydesk.persistence.region;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.service.provisioning.RegionClaims;
import io.keydesk.service.provisioning.RegionClaimsContract;
import java.util.UUID;

class JdbcRegionClaimsTests extends RegionClaimsContract {

    @Override
    protected void empty() {
        TestDatabase.emptyStore();
    }

    @Override
    protected RegionClaims instance() {
        return new JdbcRegionClaims(TestDatabase.jdbc(), UUID.randomUUID().toString());
    }

    @Override
    protected void letTimePass() {
        TestDatabase.jdbc()
                .sql("update region_claims set renewed_at = renewed_at - make_interval(secs => :lasts)")
                .param("lasts", RegionClaims.LASTS.toSeconds())
                .update();
    }
}
