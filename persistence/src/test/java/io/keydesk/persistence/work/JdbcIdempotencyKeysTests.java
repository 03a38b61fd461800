package io.keydesk.persistence.work;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.store.Store;
import io.keydesk.service.work.IdempotencyKeysContract;

@OnEveryServer
class JdbcIdempotencyKeysTests extends IdempotencyKeysContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }
}
