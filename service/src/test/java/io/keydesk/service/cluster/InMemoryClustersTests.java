package io.keydesk.service.cluster;

import io.keydesk.service.store.Store;

class InMemoryClustersTests extends ClustersContract {

    @Override
    protected Store emptyStore() {
        return Store.inMemory();
    }
}
