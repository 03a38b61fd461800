package io.keydesk.service.fleet;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.fleet.FleetState.Cancelled;
import io.keydesk.service.fleet.FleetState.Completed;
import io.keydesk.service.fleet.FleetState.Paused;
import io.keydesk.service.fleet.FleetState.Running;
import io.keydesk.service.fleet.MemberState.Failed;
import io.keydesk.service.ticket.When;
import io.keydesk.service.work.FleetWork;
import java.util.List;
import java.util.function.Consumer;
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

    /** What cannot go on, a fleet upgrade or a cluster of one, does not keep the others from it. */
    @Override
    public void advance() {
        var failures = new Failures();
        ports.upgrades().unsettled().forEach(id -> failures.collect(() -> advance(id, failures)));
        failures.rethrow();
    }

    private void advance(FleetUpgradeId id, Failures failures) {
        settle(id, failures);
        var upgrade = ports.upgrades().find(id).orElseThrow();
        switch (upgrade.state()) {
            case Running _ -> goOn(upgrade, failures);
            case Cancelled _ -> waitNoMore(upgrade, failures);
            case Paused _, Completed _ -> {}
        }
    }

    /** Finds out what has come of tickets. */
    private void settle(FleetUpgradeId id, Failures failures) {
        each(id, List.of(MemberState.RUNNING, MemberState.FAILED), seen -> failures.collect(() -> settle(seen)));
    }

    private void settle(FleetMember seen) {
        if (!MemberState.after(turns.ticket(seen)).equals(seen.state())) {
            holding.act(seen, (upgrade, member) -> settle(upgrade, seen, member));
        }
    }

    private void settle(FleetUpgrade upgrade, FleetMember seen, FleetMember member) {
        if (!member.state().equals(seen.state())) {
            return;
        }
        var ticket = turns.ticket(member);
        var next = MemberState.after(ticket);
        ports.upgrades().update(member.in(next));
        if (next instanceof Failed(var why) && upgrade.state() instanceof Running running) {
            holding.pause(
                    upgrade,
                    running,
                    "Ticket %s of cluster %s has failed: %s".formatted(ticket.number(), member.name(), why));
        }
    }

    private void goOn(FleetUpgrade upgrade, Failures failures) {
        var waves = ports.upgrades().waves(upgrade.id());
        var wave = waves.stream().filter(one -> !one.isOver()).findFirst();
        if (wave.isEmpty()) {
            complete(upgrade.id());
        } else if (Wave.running(waves) < upgrade.concurrency()) {
            for (var member : ports.upgrades().due(upgrade.id(), wave.get().environment(), holding.now(), LOOKS)) {
                if (!failures.collect(() -> goesOnAfter(upgrade, member), () -> goesOnWithout(member, failures))) {
                    return;
                }
            }
        }
    }

    /** @return whether another cluster may have its turn after this one */
    private boolean goesOnAfter(FleetUpgrade upgrade, FleetMember member) {
        return switch (readiness(upgrade, member)) {
            case Readiness.Never(var why) -> {
                holding.skip(member, why);
                yield true;
            }
            case Readiness.Later later -> {
                holding.waitFor(member, later);
                yield true;
            }
            case Readiness.Ready(var when) -> {
                if (member.ticket() == null) {
                    turns.file(upgrade, member, when);
                } else {
                    turns.retry(member);
                }
                yield hasRoom(upgrade.id());
            }
        };
    }

    private Readiness readiness(FleetUpgrade upgrade, FleetMember member) {
        return turns.isTakenUp(member)
                ? new Readiness.Ready(When.NOW)
                : Readiness.of(ports.desk(), upgrade, member, holding.now());
    }

    private boolean hasRoom(FleetUpgradeId id) {
        var upgrade = ports.upgrades().find(id).orElseThrow();
        return upgrade.state() instanceof Running
                && Wave.running(ports.upgrades().waves(id)) < upgrade.concurrency();
    }

    /** One that fails would be the first to be looked at again: it is put off, if it can be. */
    private boolean goesOnWithout(FleetMember member, Failures failures) {
        failures.collect(() -> holding.waitFor(
                member, Readiness.Later.soon("It could not be begun, and is tried again.", holding.now())));
        return true;
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

    /** Those whose tenants were told of it; the others were skipped when it was cancelled. */
    private void waitNoMore(FleetUpgrade upgrade, Failures failures) {
        each(upgrade.id(), List.of(MemberState.WAITING), member -> failures.collect(() -> holding.waitNoMore(member)));
    }

    private void each(FleetUpgradeId id, List<String> states, Consumer<FleetMember> work) {
        @Nullable ClusterId after = null;
        List<FleetMember> page;
        do {
            page = ports.upgrades().members(id, states, after, PAGE);
            page.forEach(work);
            after = page.isEmpty() ? null : page.getLast().cluster();
        } while (page.size() == PAGE);
    }
}
