package io.keydesk.service.fleet;

import java.util.UUID;

/** Identifies a fleet upgrade. UUIDv7 (RFC 9562), so that later ones sort after earlier ones. */
public record FleetUpgradeId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
