package io.keydesk.service.fleet;

import io.keydesk.service.store.Store;

class InMemoryFleetUpgradesTests extends FleetUpgradesContract {

    @Override
    protected Store emptyStore() {
        return Store.inMemory();
    }

    @Override
    protected FleetUpgrades upgrades(Store store) {
        return new InMemoryFleetUpgrades();
    }
}
