package io.keydesk.service.usage;

import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.store.Store;

class InMemoryMetersTests extends MetersContract {

    @Override
    protected Store emptyStore() {
        return Store.inMemory();
    }

    @Override
    protected Meters meters(Store store) {
        return new InMemoryMeters((InMemoryClusters) store.clusters());
    }
}
