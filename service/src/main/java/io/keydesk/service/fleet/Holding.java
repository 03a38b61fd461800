package io.keydesk.service.fleet;

import io.keydesk.service.fleet.FleetState.Cancelled;
import io.keydesk.service.fleet.FleetState.Running;
import io.keydesk.service.fleet.MemberState.Skipped;
import io.keydesk.service.fleet.MemberState.Waiting;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.function.BiConsumer;

/** Changes of one cluster of a fleet upgrade, each in a transaction of its own, with what its tenant is told of them. */
record Holding(FleetPorts ports) {

    /** With the fleet upgrade held, and its cluster as it is by then. */
    void act(FleetMember seen, BiConsumer<FleetUpgrade, FleetMember> action) {
        ports.desk().transactions().inTransaction(() -> {
            var upgrade = ports.upgrades().lock(seen.upgrade()).orElseThrow();
            var member = ports.upgrades().member(seen.upgrade(), seen.cluster()).orElseThrow();
            action.accept(upgrade, member);
            return member;
        });
    }

    /** Notes why a cluster waits. */
    void waitFor(FleetMember seen, Readiness.Later later) {
        act(seen, (upgrade, member) -> {
            if (upgrade.state() instanceof Running && member.state() instanceof Waiting waiting) {
                var next = waiting.because(later.why(), later.lookAt());
                if (isNews(later, waiting)) {
                    ports.upgrades().update(member.in(next.tellingWhy()));
                    tell(
                            member,
                            "upgrade-waits",
                            "The upgrade to version %s waits. %s An admin upgrades all clusters: %s"
                                    .formatted(upgrade.version(), later.why(), upgrade.reason()));
                } else {
                    ports.upgrades().update(member.in(next));
                }
            }
        });
    }

    /** That it waits is told once, for reasons come and go; a time that people go by, whenever that is another. */
    private static boolean isNews(Readiness.Later later, Waiting waiting) {
        return waiting.told() == null || later.tellsTime() && !later.why().equals(waiting.told());
    }

    void skip(FleetMember seen, String why) {
        act(seen, (upgrade, member) -> {
            if (upgrade.state() instanceof Running && member.state() instanceof Waiting) {
                skipped(upgrade, member, why);
            }
        });
    }

    /** One that waits though its fleet upgrade is cancelled. */
    void waitNoMore(FleetMember seen) {
        act(seen, (upgrade, member) -> {
            if (upgrade.state() instanceof Cancelled && member.state() instanceof Waiting) {
                skipped(upgrade, member, Cancelled.IN_VAIN);
            }
        });
    }

    private void skipped(FleetUpgrade upgrade, FleetMember member, String why) {
        skipped(upgrade, member, why, why);
    }

    /** With the fleet upgrade held, and something else for the tenant than for admins. */
    void skipped(FleetUpgrade upgrade, FleetMember member, String why, String forTenant) {
        ports.upgrades().update(member.in(new Skipped(why)));
        tell(
                member,
                "upgrade-skipped",
                "The cluster is left out of the upgrade of all clusters to version %s. %s"
                        .formatted(upgrade.version(), forTenant));
    }

    /** No more tickets are filed until an admin resumes it. With it held. */
    void pause(FleetUpgrade upgrade, Running running, String why) {
        ports.upgrades().update(upgrade.in(running.pause(Event.KEYDESK, why, now())));
    }

    private void tell(FleetMember member, String type, String message) {
        ports.desk()
                .clusters()
                .lock(member.cluster())
                .ifPresent(
                        cluster -> ports.desk().timeline().add(Event.on(cluster, type, Event.KEYDESK, message, now())));
    }

    Instant now() {
        return Times.now(ports.desk().clock());
    }
}
