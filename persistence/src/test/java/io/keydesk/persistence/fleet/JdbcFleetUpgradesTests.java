package io.keydesk.persistence.fleet;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.fleet.FleetUpgrades;
import io.keydesk.service.fleet.FleetUpgradesContract;
import io.keydesk.service.store.Store;

@OnEveryServer
class JdbcFleetUpgradesTests extends FleetUpgradesContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }

    @Override
    protected FleetUpgrades upgrades(Store store) {
        return new JdbcFleetUpgrades(TestDatabase.jdbc());
    }
}
