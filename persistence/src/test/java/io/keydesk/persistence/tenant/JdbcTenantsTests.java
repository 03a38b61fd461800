package io.keydesk.persistence.tenant;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.TenantsContract;

@OnEveryServer
class JdbcTenantsTests extends TenantsContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }
}
