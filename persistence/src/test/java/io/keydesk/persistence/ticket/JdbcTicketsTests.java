package io.keydesk.persistence.ticket;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.TicketsContract;

@OnEveryServer
class JdbcTicketsTests extends TicketsContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }
}
