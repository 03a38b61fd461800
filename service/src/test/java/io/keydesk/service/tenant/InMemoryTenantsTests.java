package io.keydesk.service.tenant;

import io.keydesk.service.store.Store;

class InMemoryTenantsTests extends TenantsContract {

    @Override
    protected Store emptyStore() {
        return Store.inMemory();
    }
}
