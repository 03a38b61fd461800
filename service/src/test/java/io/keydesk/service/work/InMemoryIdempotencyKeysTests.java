package io.keydesk.service.work;

import io.keydesk.service.store.Store;

class InMemoryIdempotencyKeysTests extends IdempotencyKeysContract {

    @Override
    protected Store emptyStore() {
        return Store.inMemory();
    }
}
