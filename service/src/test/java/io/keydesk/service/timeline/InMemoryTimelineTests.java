package io.keydesk.service.timeline;

import io.keydesk.service.store.Store;

class InMemoryTimelineTests extends TimelineContract {

    @Override
    protected Store emptyStore() {
        return Store.inMemory();
    }
}
