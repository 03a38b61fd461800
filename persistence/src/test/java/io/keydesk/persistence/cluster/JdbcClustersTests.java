package io.keydesk.persistence.cluster;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.cluster.ClustersContract;
import io.keydesk.service.store.Store;

@OnEveryServer
class JdbcClustersTests extends ClustersContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }
}
