package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.desk.DeskPorts;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.ticket.When;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a cluster can be upgraded now. */
sealed interface Readiness {

    /** How long a cluster that waits is left alone. */
    Duration PAUSE = Duration.ofSeconds(30);

    record Ready(When when) implements Readiness {}

    /**
     * Not yet.
     *
     * @param tellsTime whether the reason names a time that people go by
     */
    record Later(String why, Instant lookAt, boolean tellsTime) implements Readiness {

        /** For a reason that comes and goes. */
        static Later soon(String why, Instant now) {
            return new Later(why, now.plus(PAUSE), false);
        }
    }

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
        boolean isRetry = member.ticket() != null;
        return whetherFree(ports, cluster, now)
                .or(() -> whetherNew(ports, upgrade, cluster, isRetry, now))
                .or(() -> isRetry ? Optional.empty() : whetherWell(cluster, now))
                .orElseGet(() -> whetherInTime(upgrade, cluster, now));
    }

    /** First of all: what is desired of a cluster says little while a ticket works on that. */
    private static Optional<Readiness> whetherFree(DeskPorts ports, Cluster cluster, Instant now) {
        return ports.tickets()
                .working(cluster.id())
                .map(other -> Later.soon("Ticket %s is working on it.".formatted(other.number()), now));
    }

    /** A ticket that is retried has asked for what is coming. */
    private static Optional<Readiness> whetherNew(
            DeskPorts ports, FleetUpgrade upgrade, Cluster cluster, boolean isRetry, Instant now) {
        var wanted = Version.parse(upgrade.version());
        var region = ports.regions().find(cluster.region()).map(Provisioner::region);
        return switch (Prospect.of(ports.clusters(), region, cluster, wanted)) {
            case Prospect.Open _ -> Optional.empty();
            case Prospect.Reached _ -> isRetry ? Optional.empty() : never("It runs %s already.".formatted(wanted));
            case Prospect.Coming(var next) when isRetry && next.parsed().equals(wanted) -> Optional.empty();
            case Prospect.Coming(var next) ->
                later("Its upgrade to version %s is not done yet.".formatted(next.version()), now);
            case Prospect.Passed(var current) -> never("It runs %s already.".formatted(current.version()));
            case Prospect.Strange(var current) ->
                never("It runs %s %s, whose data %s does not read."
                        .formatted(current.name(), current.version(), wanted));
            case Prospect.Missing _ -> later("Region %s does not run %s now.".formatted(cluster.region(), wanted), now);
            case Prospect.Unknown _, Prospect.Elsewhere _ ->
                later(
                        "What region %s runs is not known now; GET /v1/regions says why.".formatted(cluster.region()),
                        now);
            case Prospect.Off _ ->
                never(
                        "It is powered off. It keeps its version until an upgrade-version is filed for it once it is on.");
            case Prospect.NeverReady _ -> never("It was never ready, and its order has failed.");
        };
    }

    private static Optional<Readiness> never(String why) {
        return Optional.of(new Never(why));
    }

    private static Optional<Readiness> later(String why, Instant now) {
        return Optional.of(Later.soon(why, now));
    }

    /** One that is not well is not upgraded on top of that. */
    private static Optional<Readiness> whetherWell(Cluster cluster, Instant now) {
        return cluster.phase() == Phase.READY
                ? Optional.empty()
                : later(
                        "It is %s, and has to be ready."
                                .formatted(cluster.phase().label()),
                        now);
    }

    /** Windows may be set anew while they are waited for. */
    private static Readiness whetherInTime(FleetUpgrade upgrade, Cluster cluster, Instant now) {
        var window = cluster.maintenanceWindow();
        if (upgrade.urgent() || window == null) {
            return new Ready(When.NOW);
        }
        if (window.isOpen(now)) {
            return new Ready(new When.Window());
        }
        var opens = window.openOrNext(now);
        var soon = now.plus(PAUSE);
        return new Later(
                "Its maintenance window opens at %s.".formatted(opens), opens.isBefore(soon) ? opens : soon, true);
    }
}
