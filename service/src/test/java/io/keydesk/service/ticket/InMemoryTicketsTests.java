package io.keydesk.service.ticket;

import io.keydesk.service.store.Store;

class InMemoryTicketsTests extends TicketsContract {

    @Override
    protected Store emptyStore() {
        return Store.inMemory();
    }
}
