package io.keydesk.persistence.timeline;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.store.Store;
import io.keydesk.service.timeline.TimelineContract;

@OnEveryServer
class JdbcTimelineTests extends TimelineContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }
}
