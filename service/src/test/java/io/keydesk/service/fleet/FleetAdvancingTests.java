package io.keydesk.service.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.fleet.FleetState.Cancelled;
import io.keydesk.service.fleet.FleetState.Completed;
import io.keydesk.service.fleet.FleetState.Paused;
import io.keydesk.service.fleet.FleetUpgrading.OfFailed;
import io.keydesk.service.fleet.FleetUpgrading.Remark;
import io.keydesk.service.fleet.MemberState.Done;
import io.keydesk.service.fleet.MemberState.Failed;
import io.keydesk.service.fleet.MemberState.Skipped;
import io.keydesk.service.fleet.MemberState.Waiting;
import io.keydesk.service.provisioning.Region.Engine;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetAdvancingTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Fleet fleet = new Fleet();

    @Test
    void upgradesDevelopmentFirstThenStagingThenProduction() {
        var production = fleet.ready("cache-live", "production");
        var staging = fleet.ready("cache-stage", "staging");
        var development = fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));

        step();
        assertThat(fleet.upgradeOf(development)).isPresent();
        assertThat(fleet.upgradesOf(staging)).isEmpty();
        step();
        assertThat(fleet.upgradesOf(staging)).isEmpty();

        fleet.work();
        step();
        assertThat(fleet.upgradeOf(staging)).isPresent();
        assertThat(fleet.upgradesOf(production)).isEmpty();

        fleet.work();
        step();
        assertThat(fleet.upgradeOf(production)).isPresent();

        fleet.work();
        step();
        assertThat(fleet.progress(upgrade).upgrade().state()).isInstanceOf(Completed.class);
        assertThat(fleet.progress(upgrade).waves()).extracting(Wave::done).containsExactly(1, 1, 1);
        assertThat(fleet.cluster(production).desired().state().version()).isEqualTo(Fleet.NEWER);
    }

    @Test
    void filesForcedTicketsInTheNameOfTheAdminAndTellsTheTenantWhy() {
        var cluster = fleet.ready("cache", "development");
        fleet.started(Fleet.to(Fleet.NEWER));

        step();

        var ticket = fleet.upgradeOf(cluster).orElseThrow();
        assertThat(ticket.request()).isEqualTo(new UpgradeVersion(cluster.id(), Fleet.NEWER, false, Fleet.WHY));
        assertThat(ticket.requester()).isEqualTo("root");
        assertThat(ticket.state().label()).isEqualTo("approved");
        assertThat(fleet.told(cluster, "upgrade-forced"))
                .containsExactly(
                        "An admin upgrades the cluster to version 8.1.2 now, without anybody's approval: " + Fleet.WHY);
    }

    @Test
    void upgradesNoMoreAtATimeThanWanted() {
        var clusters = IntStream.range(0, 5)
                .mapToObj(i -> fleet.ready("cache-" + i, "development"))
                .toList();
        var upgrade = fleet.started(Fleet.atMost(2));

        step();
        step();
        assertThat(fleet.wave(upgrade, 0).running()).isEqualTo(2);

        fleet.end(clusters.stream()
                .map(fleet::upgradeOf)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow());
        step();
        assertThat(fleet.wave(upgrade, 0))
                .isEqualTo(new Wave(clusters.getFirst().environment(), 2, 2, 1, 0, 0));
    }

    @Test
    void doesNothingTwiceHoweverOftenItIsRepeated() {
        var cluster = fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));

        IntStream.range(0, 3).forEach(_ -> step());
        fleet.work();
        IntStream.range(0, 3).forEach(_ -> step());

        assertThat(fleet.upgradesOf(cluster)).hasSize(1);
        assertThat(fleet.progress(upgrade).upgrade().state()).isInstanceOf(Completed.class);
    }

    @Test
    void pausesWhenATicketFailsAndLetsOthersGoOn() {
        var bad = fleet.ready("bad", "development");
        var good = fleet.ready("good", "development");
        var later = fleet.ready("later", "development");
        var upgrade = fleet.started(Fleet.atMost(2));
        step();

        fleet.fail(fleet.upgradeOf(bad).orElseThrow());
        step();

        var paused = fleet.progress(upgrade);
        assertThat(paused.upgrade().state()).isInstanceOfSatisfying(Paused.class, state -> {
            assertThat(state.by()).isEqualTo("keydesk");
            assertThat(state.why())
                    .startsWith("Ticket VK-")
                    .contains("of cluster bad has failed: The server did not start.");
        });
        assertThat(paused.failing()).extracting(FleetMember::name).containsExactly("bad");
        fleet.end(fleet.upgradeOf(good).orElseThrow());
        step();
        assertThat(fleet.state(upgrade, good)).isEqualTo(new Done());
        assertThat(fleet.upgradesOf(later)).isEmpty();
    }

    @Test
    void retriesWhatHasFailedWhenItIsResumed() {
        var bad = fleet.ready("bad", "development");
        var production = fleet.ready("live", "production");
        var upgrade = paused(bad);

        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);
        step();
        step();

        assertThat(fleet.upgradesOf(bad)).hasSize(1);
        assertThat(fleet.state(upgrade, bad)).isEqualTo(new MemberState.Running());
        assertThat(fleet.timeline.ofTicket(fleet.upgradeOf(bad).orElseThrow().id(), 0, 100))
                .filteredOn(event -> event.type().equals("ticket-retried"))
                .hasSize(1);
        fleet.work();
        step();
        assertThat(fleet.upgradeOf(production)).isPresent();
    }

    @Test
    void keepsWhatIsCommentedOnItForAdmins() {
        var bad = fleet.ready("bad", "development");
        var upgrade = paused(bad);

        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, comment("Dana forgot the disk"));
        step();

        assertThat(fleet.progress(upgrade).upgrade().state())
                .isEqualTo(new FleetState.Running("root", fleet.now(), "Dana forgot the disk"));
        assertThat(fleet.timeline.ofCluster(bad.id(), 0, 100))
                .extracting(Event::message)
                .contains("Retried with the upgrade of all clusters.")
                .noneMatch(message -> message.contains("Dana"));
    }

    @Test
    void doesNotRetryWhatRunsSomethingNewerByNow() {
        var bad = fleet.ready("bad", "development");
        var upgrade = paused(bad);
        fleet.region.become(Fleet.offering("8.0.1", Fleet.NEWER, "8.1.4"));
        fleet.end(fleet.decided(new UpgradeVersion(bad.id(), "8.1.4")));

        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);
        step();

        assertThat(fleet.state(upgrade, bad)).isEqualTo(new Skipped("It runs 8.1.4 already."));
    }

    @Test
    void doesNotRetryWhileAnotherTicketWorksOnTheCluster() {
        var bad = fleet.ready("bad", "development");
        var upgrade = paused(bad);
        var other = fleet.decided(new ChangeSettings(bad.id(), Map.of("timeout", 60), List.of()));

        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);
        lookAgain();
        assertThat(why(upgrade, bad)).isEqualTo("Ticket %s is working on it.".formatted(other.number()));

        fleet.end(other);
        lookAgain();
        assertThat(fleet.state(upgrade, bad)).isEqualTo(new MemberState.Running());
    }

    @Test
    void pausesAgainWhenATicketCannotBeRetriedAndSkipsItThen() {
        var bad = fleet.ready("bad", "development");
        var production = fleet.ready("live", "production");
        var upgrade = paused(bad);
        var ticket = fleet.upgradesOf(bad).getFirst().number();
        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);

        fleet.end(fleet.decided(new PowerOff(bad.id())));
        fleet.retryNow(upgrade, bad);

        assertThat(fleet.state(upgrade, bad)).isEqualTo(new Failed("The server did not start."));
        assertThat(fleet.progress(upgrade).upgrade().state())
                .isInstanceOfSatisfying(
                        Paused.class,
                        state -> assertThat(state.why())
                                .startsWith("Ticket %s of cluster bad cannot be retried: Cluster bad is off"
                                        .formatted(ticket)));
        step();
        assertThat(fleet.progress(upgrade).upgrade().state()).isInstanceOf(Paused.class);

        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.SKIP, Fleet.NO_REMARK);
        step();
        assertThat(fleet.upgradeOf(production)).isPresent();
    }

    @Test
    void takesATicketForDoneThatSomebodyElseHasRetriedFirst() {
        var bad = fleet.ready("bad", "development");
        var upgrade = paused(bad);
        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);

        var ticket = fleet.upgradesOf(bad).getFirst();
        fleet.retried(ticket);
        fleet.end(ticket);
        fleet.end(fleet.decided(new DeleteCluster(bad.id())));
        step();

        assertThat(fleet.state(upgrade, bad)).isEqualTo(new Done());
    }

    @Test
    void pausesAgainWhenARetriedTicketFailsAgain() {
        var bad = fleet.ready("bad", "development");
        var upgrade = paused(bad);
        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);
        step();

        fleet.fail(fleet.upgradeOf(bad).orElseThrow());
        step();

        assertThat(fleet.progress(upgrade).upgrade().state()).isInstanceOf(Paused.class);
    }

    @Test
    void goesOnWithATicketThatSomebodyElseHasRetried() {
        var bad = fleet.ready("bad", "development");
        var upgrade = paused(bad);
        var ticket = fleet.upgradesOf(bad).getFirst();
        fleet.retried(ticket);

        step();
        assertThat(fleet.state(upgrade, bad)).isEqualTo(new MemberState.Running());
        fleet.work();
        step();

        assertThat(fleet.state(upgrade, bad)).isEqualTo(new Done());
        assertThat(fleet.progress(upgrade).upgrade().state()).isInstanceOf(Paused.class);
    }

    @Test
    void skipsWhatHasFailedWhenTheAdminSaysSo() {
        var bad = fleet.ready("bad", "development");
        var production = fleet.ready("live", "production");
        var upgrade = paused(bad);

        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.SKIP, comment("Dana looks into it"));
        step();

        var ticket = fleet.upgradesOf(bad).getFirst().number();
        assertThat(fleet.state(upgrade, bad))
                .isEqualTo(new Skipped(
                        "Ticket %s has failed, and root goes on without it: Dana looks into it".formatted(ticket)));
        assertThat(fleet.told(bad, "upgrade-skipped"))
                .containsExactly(
                        "The cluster is left out of the upgrade of all clusters to version 8.1.2. Ticket %s has failed, and is not retried."
                                .formatted(ticket));
        assertThat(fleet.upgradeOf(production)).isPresent();
    }

    @Test
    void filesNothingWhileItIsPausedByAnAdmin() {
        var cluster = fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        fleet.upgrading.pause(Fleet.ADMIN, ref(upgrade), Fleet.NO_REMARK);

        step();
        assertThat(fleet.upgradesOf(cluster)).isEmpty();

        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);
        step();
        assertThat(fleet.upgradesOf(cluster)).hasSize(1);
    }

    @Test
    void filesNothingOnceItIsCancelledAndLetsTicketsGoOn() {
        var running = fleet.ready("running", "development");
        var waiting = fleet.ready("waiting", "production");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        step();

        fleet.upgrading.cancel(Fleet.ADMIN, ref(upgrade), Fleet.NO_REMARK);
        fleet.work();
        step();

        assertThat(fleet.state(upgrade, running)).isEqualTo(new Done());
        assertThat(fleet.state(upgrade, waiting)).isEqualTo(new Skipped("The fleet upgrade is cancelled."));
        assertThat(fleet.told(waiting, "upgrade-skipped")).isEmpty();
        assertThat(fleet.upgradesOf(waiting)).isEmpty();
        assertThat(fleet.upgrades.unsettled()).isEmpty();
    }

    @Test
    void waitsForTheMaintenanceWindowAndSaysSoOnce() {
        var cluster = withWindow(fleet.ready("cache", "development"), Duration.ofDays(2));
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));

        step();
        fleet.clock.advance(LONG);
        step();

        assertThat(fleet.upgradesOf(cluster)).isEmpty();
        assertThat(fleet.told(cluster, "upgrade-waits"))
                .singleElement()
                .satisfies(message ->
                        assertThat(message).contains("Its maintenance window opens at 2026-11-2", Fleet.WHY));

        fleet.clock.advance(Duration.ofDays(2));
        step();
        assertThat(fleet.upgradeOf(cluster))
                .hasValueSatisfying(ticket -> assertThat(ticket.when()).isEqualTo(new When.Window()));
        assertThat(fleet.told(cluster, "upgrade-forced"))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("now, in the maintenance window that is open,"));
        assertThat(fleet.state(upgrade, cluster)).isEqualTo(new MemberState.Running());
    }

    @Test
    void tellsAnotherTimeOfTheWindowAndNoReasonsThatComeAndGo() {
        var cluster = withWindow(fleet.ready("cache", "development"), Duration.ofDays(2));
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        lookAgain();
        var first = why(upgrade, cluster);

        var other = fleet.decided(new ChangeSettings(cluster.id(), Map.of("timeout", 60), List.of()));
        lookAgain();
        assertThat(why(upgrade, cluster)).isEqualTo("Ticket %s is working on it.".formatted(other.number()));
        fleet.end(other);
        lookAgain();
        assertThat(why(upgrade, cluster)).isEqualTo(first);
        assertThat(fleet.told(cluster, "upgrade-waits"))
                .singleElement()
                .satisfies(message -> assertThat(message).contains(first));

        withWindow(fleet.cluster(cluster), Duration.ofDays(3));
        lookAgain();
        assertThat(fleet.told(cluster, "upgrade-waits"))
                .hasSize(2)
                .last()
                .satisfies(message -> assertThat(message).contains(why(upgrade, cluster)));
        assertThat(why(upgrade, cluster)).isNotEqualTo(first);
    }

    @Test
    void upgradesAClusterWhoseDeletionIsNotDueYet() {
        var cluster = fleet.ready("cache", "development");
        fleet.decided(new DeleteCluster(cluster.id()), new When.At(fleet.now().plus(Duration.ofDays(1))));
        fleet.started(Fleet.to(Fleet.NEWER));

        step();

        assertThat(fleet.upgradeOf(cluster)).isPresent();
    }

    @Test
    void waitsForARegionThatDoesNotRunTheVersionNow() {
        var cluster = fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));

        fleet.region.become(Fleet.offering("8.0.1", "8.0.2"));
        lookAgain();
        assertThat(why(upgrade, cluster)).isEqualTo("Region local does not run 8.1.2 now.");
        fleet.region.become(Fleet.elsewhere(Fleet.NEWER));
        lookAgain();
        assertThat(why(upgrade, cluster)).startsWith("What region local runs is not known now");

        fleet.region.become(Fleet.offering("8.0.1", Fleet.NEWER));
        lookAgain();
        assertThat(fleet.upgradeOf(cluster)).isPresent();
    }

    @Test
    void skipsAClusterWhoseDataTheVersionDoesNotRead() {
        var cluster = fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));

        fleet.region.become(Fleet.offering(new Engine("redis", "7.4.0", true), new Engine("valkey", "8.1.2", false)));
        step();

        assertThat(fleet.state(upgrade, cluster))
                .isEqualTo(new Skipped("It runs redis 7.4.0, whose data 8.1.2 does not read."));
    }

    @Test
    void waitsForAnotherUpgradeOfAClusterUntilItIsDone() {
        var cluster = fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        var other = fleet.decided(new UpgradeVersion(cluster.id(), Fleet.NEWER));

        lookAgain();
        assertThat(why(upgrade, cluster)).isEqualTo("Ticket %s is working on it.".formatted(other.number()));
        fleet.fail(other);
        lookAgain();
        assertThat(why(upgrade, cluster)).isEqualTo("Its upgrade to version 8.1.2 is not done yet.");

        fleet.retried(other);
        fleet.end(other);
        lookAgain();
        assertThat(fleet.state(upgrade, cluster)).isEqualTo(new Skipped("It runs 8.1.2 already."));
    }

    @Test
    void goesOnWithOthersWhenOneClusterCannotBeLookedAt() {
        var faulty = new Faulty();
        var broken = new Fleet(faulty);
        var bad = broken.ready("bad", "development");
        var good = broken.ready("good", "development");
        var upgrade = broken.started(Fleet.atMost(1));

        faulty.becomes(bad.id());
        assertThatIllegalStateException().isThrownBy(broken::advance).withMessage(Faulty.MESSAGE);

        assertThat(broken.upgradeOf(good)).isPresent();
        assertThat(broken.state(upgrade, bad))
                .isInstanceOfSatisfying(
                        Waiting.class,
                        waiting -> assertThat(waiting.why()).isEqualTo("It could not be begun, and is tried again."));

        faulty.mended();
        broken.work();
        broken.clock.advance(LONG);
        broken.advance();
        assertThat(broken.upgradeOf(bad)).isPresent();
    }

    @Test
    void goesOnWithOthersWhenATicketCannotBeRead() {
        var faulty = new Faulty();
        var broken = new Fleet(faulty);
        var bad = broken.ready("bad", "development");
        var good = broken.ready("good", "development");
        var next = broken.ready("next", "development");
        broken.started(Fleet.atMost(2));
        broken.advance();

        faulty.becomes(broken.upgradeOf(bad).orElseThrow().id());
        broken.end(broken.upgradeOf(good).orElseThrow());
        assertThatIllegalStateException().isThrownBy(broken::advance).withMessage(Faulty.MESSAGE);

        assertThat(broken.upgradeOf(next)).isPresent();
    }

    @Test
    void doesNotWaitForTheMaintenanceWindowIfItIsUrgent() {
        var cluster = withWindow(fleet.ready("cache", "development"), Duration.ofDays(2));
        fleet.started(new StartFleetUpgrade(Fleet.NEWER, Fleet.WHY, StartFleetUpgrade.EVERYWHERE, 5, true));

        step();

        assertThat(fleet.upgradeOf(cluster))
                .hasValueSatisfying(ticket -> assertThat(ticket.when()).isEqualTo(When.NOW));
    }

    @Test
    void waitsForAnotherTicketOfTheClusterAndForItToBeWell() {
        var busy = fleet.ready("busy", "development");
        var ill = ill(fleet.ready("ill", "development"));
        var next = fleet.ready("next", "staging");
        var other = fleet.decided(new ChangeSettings(busy.id(), Map.of("timeout", 60), List.of()));
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));

        step();

        assertThat(why(upgrade, busy)).isEqualTo("Ticket %s is working on it.".formatted(other.number()));
        assertThat(why(upgrade, ill)).isEqualTo("It is degraded, and has to be ready.");
        assertThat(fleet.upgradesOf(next)).isEmpty();

        fleet.end(other);
        fleet.update(fleet.cluster(ill).observed(SampleClusters.healthy(1), null, fleet.now()));
        fleet.clock.advance(LONG);
        step();
        assertThat(fleet.upgradeOf(busy)).isPresent();
        assertThat(fleet.upgradeOf(ill)).isPresent();
    }

    @Test
    void skipsClustersThatAreOffDeletedOrUpgradedAlreadyWithTheReason() {
        var off = fleet.ready("off", "development");
        var gone = fleet.ready("gone", "development");
        var newer = fleet.ready("newer", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        fleet.end(fleet.decided(new PowerOff(off.id())));
        fleet.end(fleet.decided(new DeleteCluster(gone.id())));
        fleet.end(fleet.decided(new UpgradeVersion(newer.id(), Fleet.NEWER)));

        step();
        step();

        assertThat(fleet.state(upgrade, off))
                .isInstanceOfSatisfying(
                        Skipped.class, skipped -> assertThat(skipped.why()).startsWith("It is powered off."));
        assertThat(fleet.state(upgrade, gone)).isEqualTo(new Skipped("It is being deleted."));
        assertThat(fleet.state(upgrade, newer)).isEqualTo(new Skipped("It runs 8.1.2 already."));
        assertThat(fleet.told(off, "upgrade-skipped")).hasSize(1);
        assertThat(fleet.progress(upgrade).upgrade().state()).isInstanceOf(Completed.class);
    }

    @Test
    void tellsThoseWhoWaitedWhenItIsCancelled() {
        var cluster = withWindow(fleet.ready("cache", "development"), Duration.ofDays(2));
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        step();

        fleet.upgrading.cancel(Fleet.ADMIN, ref(upgrade), comment("Dana was wrong"));
        step();
        step();

        assertThat(fleet.told(cluster, "upgrade-skipped"))
                .containsExactly(
                        "The cluster is left out of the upgrade of all clusters to version 8.1.2. The fleet upgrade is cancelled.");
        assertThat(fleet.progress(upgrade).upgrade().state())
                .isEqualTo(new Cancelled("root", fleet.now(), "Dana was wrong"));
        assertThat(fleet.upgrades.unsettled()).isEmpty();
    }

    @Test
    void tellsThoseWhoseTicketsAreNotRetriedWhenItIsCancelled() {
        var bad = fleet.ready("bad", "development");
        var upgrade = paused(bad);
        fleet.upgrading.resume(Fleet.ADMIN, ref(upgrade), OfFailed.RETRY, Fleet.NO_REMARK);

        fleet.upgrading.cancel(Fleet.ADMIN, ref(upgrade), Fleet.NO_REMARK);
        step();

        assertThat(fleet.told(bad, "upgrade-skipped")).hasSize(1);
        assertThat(fleet.upgradeOf(bad)).isEmpty();
    }

    @Test
    void looksAtClustersBeyondThoseThatWait() {
        IntStream.range(0, 120).forEach(i -> ill(fleet.ready("ill-" + i, "development")));
        var well = fleet.ready("well", "development");
        fleet.started(Fleet.to(Fleet.NEWER));

        step();
        step();

        assertThat(fleet.upgradeOf(well)).isPresent();
    }

    @Test
    void upgradesSeveralVersionsBesideEachOther() {
        var cluster = fleet.ready("cache", "development");
        var lower = fleet.started(Fleet.to("8.0.2"));
        var higher = fleet.started(Fleet.to(Fleet.NEWER));

        step();
        fleet.work();
        fleet.clock.advance(LONG);
        step();
        fleet.work();
        step();

        assertThat(fleet.state(lower, cluster)).isEqualTo(new Done());
        assertThat(fleet.state(higher, cluster)).isEqualTo(new Done());
        assertThat(fleet.cluster(cluster).desired().state().version()).isEqualTo(Fleet.NEWER);
    }

    /** With a ticket of this cluster that has failed. */
    private FleetUpgrade paused(Cluster cluster) {
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        step();
        fleet.fail(fleet.upgradeOf(cluster).orElseThrow());
        step();
        assertThat(fleet.state(upgrade, cluster)).isInstanceOf(Failed.class);
        return upgrade;
    }

    private Cluster withWindow(Cluster cluster, Duration opensIn) {
        var window = SampleClusters.windowAt(fleet.now().plus(opensIn));
        var next = cluster.maintainedIn(window, fleet.now());
        fleet.update(next);
        return next;
    }

    private Cluster ill(Cluster cluster) {
        var next = cluster.observed(
                cluster.observed().unseen(Condition.REGION_AWAY, "Away.", fleet.now()), null, fleet.now());
        fleet.update(next);
        return next;
    }

    private String why(FleetUpgrade upgrade, Cluster cluster) {
        return String.valueOf(((Waiting) fleet.state(upgrade, cluster)).why());
    }

    private static Remark comment(String text) {
        return new Remark(Optional.of(text), Optional.empty());
    }

    private static String ref(FleetUpgrade upgrade) {
        return upgrade.id().toString();
    }

    private void step() {
        fleet.advance();
    }

    /** Once clusters that wait are due again. */
    private void lookAgain() {
        fleet.clock.advance(LONG);
        step();
    }
}
