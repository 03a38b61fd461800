package io.keydesk.persistence.tenant;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.TenantsContract;

class JdbcTenantsTests extends TenantsContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }
}
