package io.keydesk.service.fleet;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.fleet.FleetState.Cancelled;
import io.keydesk.service.fleet.FleetState.Completed;
import io.keydesk.service.fleet.FleetState.Paused;
import io.keydesk.service.fleet.FleetState.Running;
import io.keydesk.service.fleet.MemberState.Failed;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.FleetWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes fleet upgrades on, step by step. Whatever is found out about one cluster is written in a transaction of its own that
 * holds the fleet upgrade, and a ticket is filed in the same one in which its cluster gets it: who dies in between has done
 * nothing, and who comes twice finds it done.
 */
public final class FleetAdvancing implements FleetWork {

    /** Clusters that are looked at in one step; those beyond come in the next ones. */
    private static final int LOOKS = 100;

    private static final int PAGE = 100;

    private final FleetPorts ports;
    private final Holding holding;
    private final Turns turns;

    public FleetAdvancing(FleetPorts ports) {
        this.ports = ports;
        this.holding = new Holding(ports);
        this.turns = new Turns(ports, holding);
    }

    /** One that cannot go on does not keep the others from it. */
    @Override
    public void advance() {
        @Nullable RuntimeException failure = null;
        for (var id : ports.upgrades().unsettled()) {
            try {
                advance(id);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void advance(FleetUpgradeId id) {
        settle(id);
        var upgrade = ports.upgrades().find(id).orElseThrow();
        switch (upgrade.state()) {
            case Running _ -> goOn(upgrade);
            case Cancelled _ -> waitNoMore(upgrade);
            case Paused _, Completed _ -> {}
        }
    }

    /** Finds out what has come of tickets. */
    private void settle(FleetUpgradeId id) {
        @Nullable ClusterId after = null;
        List<FleetMember> page;
        do {
            page = ports.upgrades().members(id, List.of(MemberState.RUNNING, MemberState.FAILED), after, PAGE);
            page.stream()
                    .filter(seen -> !MemberState.after(turns.ticket(seen)).equals(seen.state()))
                    .forEach(seen -> holding.act(seen, (upgrade, member) -> settle(upgrade, seen, member)));
            after = page.isEmpty() ? null : page.getLast().cluster();
        } while (page.size() == PAGE);
    }

    private void settle(FleetUpgrade upgrade, FleetMember seen, FleetMember member) {
        if (!member.state().equals(seen.state())) {
            return;
        }
        var ticket = turns.ticket(member);
        var next = MemberState.after(ticket);
        ports.upgrades().update(member.in(next));
        if (next instanceof Failed(var why) && upgrade.state() instanceof Running running) {
            var because = "Ticket %s of cluster %s has failed: %s".formatted(ticket.number(), member.name(), why);
            ports.upgrades().update(upgrade.in(running.pause(Event.KEYDESK, because, holding.now())));
        }
    }

    private void goOn(FleetUpgrade upgrade) {
        var waves = ports.upgrades().waves(upgrade.id());
        var wave = waves.stream().filter(one -> !one.isOver()).findFirst();
        if (wave.isEmpty()) {
            complete(upgrade.id());
        } else if (Wave.running(waves) < upgrade.concurrency()) {
            for (var member : ports.upgrades().due(upgrade.id(), wave.get().environment(), holding.now(), LOOKS)) {
                if (isFull(upgrade, member)) {
                    return;
                }
            }
        }
    }

    /** @return whether no other cluster has its turn after this one */
    private boolean isFull(FleetUpgrade upgrade, FleetMember member) {
        return switch (Readiness.of(ports.desk(), upgrade, member, holding.now())) {
            case Readiness.Never(var why) -> {
                holding.skip(member, why);
                yield false;
            }
            case Readiness.Later(var why, var lookAt) -> {
                holding.waitFor(member, why, lookAt);
                yield false;
            }
            case Readiness.Ready(var when) -> {
                if (member.ticket() == null) {
                    turns.file(upgrade, member, when);
                } else {
                    turns.retry(member);
                }
                yield Wave.running(ports.upgrades().waves(upgrade.id())) >= upgrade.concurrency();
            }
        };
    }

    private void complete(FleetUpgradeId id) {
        ports.desk().transactions().inTransaction(() -> {
            var upgrade = ports.upgrades().lock(id).orElseThrow();
            if (upgrade.state() instanceof Running running
                    && ports.upgrades().waves(id).stream().allMatch(Wave::isOver)) {
                ports.upgrades().update(upgrade.in(running.complete(holding.now())));
            }
            return upgrade;
        });
    }

    /** Those that were told why they wait; the others were skipped when it was cancelled. */
    private void waitNoMore(FleetUpgrade upgrade) {
        List<FleetMember> page;
        do {
            page = ports.upgrades().members(upgrade.id(), List.of(MemberState.WAITING), null, PAGE);
            page.forEach(holding::waitNoMore);
        } while (page.size() == PAGE);
    }
}
