package io.keydesk.service.fleet;

import static io.keydesk.service.ticket.SampleTickets.FILED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.fleet.FleetState.Cancelled;
import io.keydesk.service.fleet.FleetState.Paused;
import io.keydesk.service.fleet.FleetState.Running;
import io.keydesk.service.fleet.MemberState.Done;
import io.keydesk.service.fleet.MemberState.Failed;
import io.keydesk.service.fleet.MemberState.Skipped;
import io.keydesk.service.fleet.MemberState.Waiting;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.work.ConcurrentChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FleetUpgrades} promises, as far as one caller at a time can see it. */
public abstract class FleetUpgradesContract {

    private static final Instant LATER = FILED_AT.plusSeconds(60);

    private Store store;
    private FleetUpgrades upgrades;

    /** An empty one. */
    protected abstract Store emptyStore();

    protected abstract FleetUpgrades upgrades(Store store);

    @BeforeEach
    void open() {
        store = emptyStore();
        upgrades = upgrades(store);
    }

    @Test
    void readsBackWhatWasAdded() {
        var cluster = store.made("orders-cache");
        var upgrade = added("8.1.4", cluster);

        assertThat(upgrades.find(upgrade.id())).contains(upgrade);
        assertThat(upgrades.open("8.1.4")).contains(upgrade);
        assertThat(upgrades.open("8.1.3")).isEmpty();
        assertThat(upgrades.member(upgrade.id(), cluster.id()))
                .contains(FleetMember.of(upgrade.id(), cluster, FILED_AT));
        assertThat(upgrades.find(new FleetUpgradeId(SampleTickets.id()))).isEmpty();
        assertThat(upgrades.member(upgrade.id(), new ClusterId(SampleTickets.id())))
                .isEmpty();
    }

    @Test
    void readsBackEveryState() {
        var first = added("8.1.3");
        var second = added("8.1.4");

        var resumed = first.in(new Running("dana", LATER, "The disk is larger now."));
        held(first, () -> resumed);
        assertThat(upgrades.find(first.id())).contains(resumed);
        var paused = first.in(new Running("root", FILED_AT).pause("keydesk", "Ticket VK-3 has failed.", LATER));
        held(first, () -> paused);
        var completed = second.in(new Running("root", FILED_AT).complete(LATER));
        held(second, () -> completed);

        assertThat(upgrades.find(first.id())).contains(paused);
        assertThat(upgrades.find(second.id())).contains(completed);
        var cancelled = paused.in(((Paused) paused.state()).cancel("root", "Not now.", LATER));
        held(first, () -> cancelled);
        assertThat(upgrades.list(null, 10)).containsExactly(completed, cancelled);
        assertThat(upgrades.list(null, 1)).containsExactly(completed);
        assertThat(upgrades.list(second.id(), 10)).containsExactly(cancelled);
    }

    @Test
    void refusesToChangeOneThatHasEnded() {
        var upgrade = added("8.1.4");
        held(upgrade, () -> upgrade.in(new Cancelled("root", LATER, "Not now.")));

        assertThatIllegalStateException().isThrownBy(() -> held(upgrade, () -> upgrade));
    }

    @Test
    void hasOneOpenToAVersion() {
        var first = added("8.1.4");

        assertThatExceptionOfType(ConcurrentChange.class).isThrownBy(() -> added("8.1.4"));
        held(first, () -> first.in(new Cancelled("root", LATER, "Not now.")));
        var second = added("8.1.4");

        assertThat(upgrades.open("8.1.4")).contains(second);
    }

    @Test
    void givesAClusterOneTicketOnly() {
        var cluster = store.made("orders-cache");
        var upgrade = added("8.1.4", cluster);
        var member = FleetMember.of(upgrade.id(), cluster, FILED_AT).filed(ticket(cluster));
        member(member);

        assertThat(upgrades.member(upgrade.id(), cluster.id())).contains(member);
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        member(FleetMember.of(upgrade.id(), cluster, FILED_AT).filed(ticket(cluster))));
        var done = member.in(new Done());
        member(done);
        assertThat(upgrades.member(upgrade.id(), cluster.id())).contains(done);
    }

    @Test
    void countsAndListsClustersByTheirState() {
        var clusters = Stream.of("one", "two", "three", "four", "five")
                .map(store::made)
                .toList();
        var upgrade = added("8.1.4", clusters.toArray(Cluster[]::new));
        var members = clusters.stream()
                .map(cluster -> FleetMember.of(upgrade.id(), cluster, FILED_AT))
                .toList();
        var running = members.get(1).filed(ticket(clusters.get(1)));
        var failed = members.get(2).filed(ticket(clusters.get(2))).in(new Failed("It did not work."));
        var skipped = members.get(3).in(new Skipped("It is deleted."));
        var waiting = members.get(4).in(new Waiting("It is degraded, and has to be ready.", LATER, "It is off."));
        Stream.of(running, failed, skipped, waiting).forEach(this::member);

        assertThat(upgrades.waves(List.of(upgrade.id())))
                .isEqualTo(Map.of(upgrade.id(), List.of(new Wave(Environment.DEVELOPMENT, 2, 1, 0, 1, 1))));
        assertThat(upgrades.members(upgrade.id(), List.of(), null, 10))
                .containsExactly(members.getFirst(), running, failed, skipped, waiting);
        assertThat(upgrades.members(upgrade.id(), List.of(), running.cluster(), 2))
                .containsExactly(failed, skipped);
        assertThat(upgrades.members(upgrade.id(), List.of(MemberState.RUNNING, MemberState.FAILED), null, 10))
                .containsExactly(running, failed);
        assertThat(upgrades.due(upgrade.id(), Environment.DEVELOPMENT, FILED_AT, 10))
                .containsExactly(members.getFirst());
        assertThat(upgrades.due(upgrade.id(), Environment.DEVELOPMENT, LATER, 10))
                .containsExactly(members.getFirst(), waiting);
        assertThat(upgrades.due(upgrade.id(), Environment.STAGING, LATER, 10)).isEmpty();
    }

    @Test
    void skipsThoseThatWereNotToldWhyTheyWait() {
        var told = store.made("told");
        var untold = store.made("untold");
        var upgrade = added("8.1.4", told, untold);
        var waiting = FleetMember.of(upgrade.id(), told, FILED_AT).in(new Waiting("It is off.", LATER));
        member(waiting);

        store.transactions().inTransaction(() -> {
            upgrades.lock(upgrade.id());
            upgrades.skipUntold(upgrade.id(), "Cancelled.");
            return upgrade;
        });

        assertThat(upgrades.members(upgrade.id(), List.of(), null, 10))
                .containsExactly(
                        waiting, FleetMember.of(upgrade.id(), untold, FILED_AT).in(new Skipped("Cancelled.")));
    }

    @Test
    void knowsOfWhichSomethingMayBeToBeDone() {
        var cluster = store.made("orders-cache");
        var upgrade = added("8.1.4", cluster);
        var member = FleetMember.of(upgrade.id(), cluster, FILED_AT).filed(ticket(cluster));
        assertThat(upgrades.unsettled()).containsExactly(upgrade.id());

        member(member);
        held(upgrade, () -> upgrade.in(new Cancelled("root", LATER, "Not now.")));
        assertThat(upgrades.unsettled()).containsExactly(upgrade.id());

        member(member.in(new Done()));
        assertThat(upgrades.unsettled()).isEmpty();
    }

    private FleetUpgrade added(String version, Cluster... clusters) {
        var upgrade = new FleetUpgrade(
                new FleetUpgradeId(SampleTickets.id()),
                version,
                "CVE-2025-49844 is used by attackers",
                true,
                List.of(Environment.DEVELOPMENT, Environment.PRODUCTION),
                3,
                "root",
                new Running("root", FILED_AT),
                FILED_AT);
        return store.transactions().inTransaction(() -> {
            upgrades.add(
                    upgrade,
                    Stream.of(clusters)
                            .map(cluster -> FleetMember.of(upgrade.id(), cluster, FILED_AT))
                            .toList());
            return upgrade;
        });
    }

    private Ticket ticket(Cluster cluster) {
        return store.added(SampleTickets.of(cluster, new UpgradeVersion(cluster.id(), "8.1.4")));
    }

    private void held(FleetUpgrade upgrade, Supplier<FleetUpgrade> next) {
        store.transactions().inTransaction(() -> {
            assertThat(upgrades.lock(upgrade.id())).isPresent();
            upgrades.update(next.get());
            return upgrade;
        });
    }

    private void member(FleetMember member) {
        store.transactions().inTransaction(() -> {
            assertThat(upgrades.lock(member.upgrade())).isPresent();
            upgrades.update(member);
            return member;
        });
    }
}
