package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.desk.DeskPorts;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a cluster can be upgraded now. */
sealed interface Readiness {

    /** How long a cluster that waits is left alone. */
    Duration PAUSE = Duration.ofSeconds(30);

    record Ready(When when) implements Readiness {}

    /** Not yet. */
    record Later(String why, Instant lookAt) implements Readiness {}

    /** Not by this fleet upgrade. */
    record Never(String why) implements Readiness {}

    /** How a cluster of a fleet upgrade is now, whose ticket may have been filed before, and failed. */
    static Readiness of(DeskPorts ports, FleetUpgrade upgrade, FleetMember member, Instant now) {
        var found = ports.clusters().find(member.cluster());
        if (found.isEmpty() || found.get().isGone()) {
            return new Never("It is deleted.");
        }
        var cluster = found.get();
        if (cluster.desired().state().deleted()) {
            return new Never("It is being deleted.");
        }
        if (cluster.phase() == Phase.FAILED) {
            return new Never("It was never ready, and its order has failed.");
        }
        if (cluster.desired().state().poweredOff()) {
            return new Never(
                    "It is powered off. It keeps its version until an upgrade-version is filed for it once it is on.");
        }
        return member.ticket() == null
                ? whetherNew(ports, upgrade, cluster, now)
                        .or(() -> whetherFree(ports, cluster, now))
                        .orElseGet(() -> whetherInTime(upgrade, cluster, now))
                : whetherInTime(upgrade, cluster, now);
    }

    private static Optional<Readiness> whetherNew(DeskPorts ports, FleetUpgrade upgrade, Cluster cluster, Instant now) {
        var wanted = Version.parse(upgrade.version());
        var region = ports.regions()
                .find(cluster.region())
                .map(Provisioner::region)
                .map(there -> there.running(cluster.desired().state().version()));
        var current = region.map(Region::engine);
        if (current.isEmpty()) {
            return Optional.of(new Later(
                    "What region %s runs is not known now; GET /v1/regions says why.".formatted(cluster.region()),
                    now.plus(PAUSE)));
        }
        if (!wanted.isNewerThan(current.get().parsed())) {
            return Optional.of(
                    new Never("It runs %s already.".formatted(current.get().version())));
        }
        return region.flatMap(there -> there.engine(wanted))
                        .filter(engine -> UpgradeVersion.leads(current.get(), engine))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(new Never("Region %s does not run %s any more.".formatted(cluster.region(), wanted)));
    }

    /** One that is not well is not upgraded on top of that. */
    private static Optional<Readiness> whetherFree(DeskPorts ports, Cluster cluster, Instant now) {
        var soon = now.plus(PAUSE);
        var other = ports.tickets().working(cluster.id());
        if (other.isPresent()) {
            return Optional.of(new Later(
                    "Ticket %s is working on it.".formatted(other.get().number()), soon));
        }
        return cluster.phase() == Phase.READY
                ? Optional.empty()
                : Optional.of(new Later(
                        "It is %s, and has to be ready."
                                .formatted(cluster.phase().label()),
                        soon));
    }

    /** Windows may be set anew while they are waited for. */
    private static Readiness whetherInTime(FleetUpgrade upgrade, Cluster cluster, Instant now) {
        var window = cluster.maintenanceWindow();
        if (upgrade.urgent() || window == null) {
            return new Ready(When.NOW);
        }
        var opens = window.openOrNext(now);
        if (!opens.isAfter(now)) {
            return new Ready(new When.Window());
        }
        var soon = now.plus(PAUSE);
        return new Later("Its maintenance window opens at %s.".formatted(opens), opens.isBefore(soon) ? opens : soon);
    }
}
