package io.keydesk.service.fleet;

import io.keydesk.service.desk.Deciding;
import io.keydesk.service.desk.DeskPorts;
import io.keydesk.service.desk.Filing;

/**
 * What fleet upgrades work with.
 *
 * @param filing of the tickets of their clusters
 * @param deciding that retries those that have failed
 */
public record FleetPorts(FleetUpgrades upgrades, DeskPorts desk, Filing filing, Deciding deciding) {}
