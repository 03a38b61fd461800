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

    /** Says once why a cluster waits. */
    void waitFor(FleetMember seen, String why, Instant lookAt) {
        act(seen, (upgrade, member) -> {
            if (upgrade.state() instanceof Running && member.state() instanceof Waiting waiting) {
                ports.upgrades().update(member.in(new Waiting(why, lookAt)));
                if (!why.equals(waiting.why())) {
                    tell(
                            member,
                            "upgrade-waits",
                            "The upgrade to version %s waits. %s An admin upgrades all clusters: %s"
                                    .formatted(upgrade.version(), why, upgrade.reason()));
                }
            }
        });
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
            if (upgrade.state() instanceof Cancelled state && member.state() instanceof Waiting) {
                skipped(upgrade, member, state.inVain());
            }
        });
    }

    private void skipped(FleetUpgrade upgrade, FleetMember member, String why) {
        ports.upgrades().update(member.in(new Skipped(why)));
        tell(
                member,
                "upgrade-skipped",
                "The cluster is left out of the upgrade of all clusters to version %s. %s"
                        .formatted(upgrade.version(), why));
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
