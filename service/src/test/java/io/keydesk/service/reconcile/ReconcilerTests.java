package io.keydesk.service.reconcile;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static io.keydesk.service.reconcile.ScriptedProvisioner.away;
import static io.keydesk.service.reconcile.ScriptedProvisioner.failed;
import static io.keydesk.service.reconcile.ScriptedProvisioner.failedForGood;
import static io.keydesk.service.reconcile.ScriptedProvisioner.gone;
import static io.keydesk.service.reconcile.ScriptedProvisioner.ready;
import static io.keydesk.service.reconcile.ScriptedProvisioner.working;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Happening;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.InMemoryTickets;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.InMemoryTimeline;
import io.keydesk.service.work.CountingTransactions;
import io.keydesk.service.work.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconcilerTests {

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration BUDGET = Duration.ofMinutes(5);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Observation HEALTHY = SampleClusters.healthy(1);
    private static final Turn ALWAYS = () -> true;

    private final SettableClock clock = new SettableClock(SampleTickets.FILED_AT);
    private final InMemoryClusters clusters = new InMemoryClusters();
    private final InMemoryTickets tickets = new InMemoryTickets(clusters);
    private final InMemoryTimeline timeline = new InMemoryTimeline();
    private final CountingTransactions transactions = new CountingTransactions();
    private final ScriptedProvisioner region = new ScriptedProvisioner("local", "8.0.1");
    private final ScriptedProvisioner north = new ScriptedProvisioner("north", "8.0.1");
    private final List<String> looks = new ArrayList<>();
    private final Reconciler reconciler = new Reconciler(
            new ReconcilePorts(
                    transactions,
                    tickets,
                    clusters,
                    timeline,
                    new Regions(List.of(region, north)),
                    (name, outcome, took) -> looks.add(name + " " + outcome),
                    clock),
            new ReconcileSettings(INTERVAL, BUDGET, LONGEST_BACKOFF));

    @Test
    void saysOnceThatWorkHasBegun() {
        var order = order();
        region.then(working(1, 3, "Starting nodes"));

        look(order, 2);

        assertThat(ticket(order)).isInProgress();
        assertThat(types()).containsOnlyOnce("ticket-started").startsWith("ticket-started");
        assertThat(timeline.all().getFirst())
                .extracting(Event::actor, Event::from, Event::to, Event::cluster)
                .containsExactly("keydesk", "approved", "in-progress", order.clusterId());
    }

    @Test
    void asksTheRegionForTheNewestRevision() {
        var order = order();
        region.then(working(1, 3, "Starting nodes"));

        look(order);

        assertThat(region.applied()).containsExactly(DesiredCluster.of(cluster(order)));
    }

    @Test
    void tellsProgressOnlyWhenItChanges() {
        var order = order();
        region.then(working(1, 3, "Starting nodes"))
                .then(working(1, 3, "Starting nodes"))
                .then(working(2, 3, "Forming a quorum"));

        look(order, 3);

        assertThat(ticket(order)).isAt(2, 3, "Forming a quorum");
        assertThat(messages("progress")).containsExactly("1/3 Starting nodes", "2/3 Forming a quorum");
    }

    @Test
    void looksAgainWhenTheRegionSays() {
        var order = order();
        region.then(working(1, 3, "Starting nodes"));

        assertThat(look(order)).isEqualTo(new Look.Again(ScriptedProvisioner.RETRY_AFTER));
    }

    @Test
    void fulfilsTheTicketOnceAllIsWell() {
        var order = order();
        clock.advance(Duration.ofSeconds(3));
        region.then(ready(HEALTHY));

        var look = look(order);

        assertThat(look).isEqualTo(new Look.Again(INTERVAL));
        assertThat(ticket(order)).isFulfilled();
        assertThat(cluster(order).phase()).isEqualTo(Phase.READY);
        assertThat(last("ticket-fulfilled"))
                .extracting(Event::from, Event::to, Event::took, Event::ticket)
                .containsExactly("in-progress", "fulfilled", Duration.ofSeconds(3), order.id());
        assertThat(last("phase-changed"))
                .extracting(Event::from, Event::to, Event::ticket)
                .containsExactly("provisioning", "ready", order.id());
    }

    @Test
    void doesNotFulfilWhileAConditionDoesNotHold() {
        var order = order();
        region.then(ready(seen(1, Status.FALSE)));

        look(order);

        assertThat(ticket(order)).isInProgress();
    }

    @Test
    void doesNotFulfilWithAnOlderRevision() {
        var change = change(readyCluster());
        region.then(ready(HEALTHY));

        look(change);

        assertThat(ticket(change)).isInProgress();
        assertThat(cluster(change).phase()).isEqualTo(Phase.UPDATING);
    }

    @Test
    void doesNotFulfilANewerRevisionWithTheOutcomeOfAnOlder() {
        var cluster = readyCluster();
        var ticket = SampleTickets.settings(cluster);
        region.then(() -> {
            approve(ticket, cluster);
            return ready(HEALTHY, new Happening("node-started", "Node 1 was started again."));
        });

        var look = look(ticket);

        assertThat(look).isEqualTo(new Look.Again(Duration.ZERO));
        assertThat(ticket(ticket)).isApproved();
        assertThat(cluster(ticket).observed().revision()).isEqualTo(1);
    }

    @Test
    void givesACancelledOrderNoNewLifeWithAnOutcomeFromBefore() {
        var order = order();
        region.then(() -> {
            var working = ticket(order);
            tickets.update(working.in(((InProgress) working.state()).cancel("Typo", now()), now()));
            clusters.update(new TakingBack(clusters).takeBack(working, cluster(order), "dana", now()));
            return ready(HEALTHY);
        });

        var look = look(order);

        assertThat(look).isEqualTo(new Look.Again(Duration.ZERO));
        assertThat(ticket(order)).isCancelled();
        assertThat(cluster(order).phase()).isEqualTo(Phase.DELETING);
        assertThat(cluster(order).readyAt()).isNull();
    }

    @Test
    void storesNothingOnceAnotherWorkerHasTheCluster() {
        var order = order();
        region.then(working(1, 3, "Starting nodes")).then(failedForGood("Frozen"));
        look(order);
        var before = cluster(order);
        int told = timeline.all().size();

        reconciler.look(order.clusterId(), () -> false);

        assertThat(ticket(order)).isInProgress();
        assertThat(cluster(order)).isSameAs(before);
        assertThat(timeline.all()).hasSize(told);
    }

    @Test
    void leavesClustersAloneThatAnotherInstanceServes() {
        var order = order();
        region.servedBy(new Region.Server("host-a", "/home/a"));

        var look = look(order);

        assertThat(look).isInstanceOf(Look.Again.class);
        assertThat(region.applied()).isEmpty();
        assertThat(ticket(order)).isApproved();
        assertThat(cluster(order).trouble()).isNull();
        assertThat(timeline.all()).isEmpty();
    }

    @Test
    void writesNothingWhenNothingIsNew() {
        var cluster = readyCluster();
        region.then(ready(HEALTHY));
        clock.advance(INTERVAL);

        var look = reconciler.look(cluster.id(), ALWAYS);

        assertThat(look).isEqualTo(new Look.Again(INTERVAL));
        assertThat(transactions.count()).isZero();
        assertThat(clusters.find(cluster.id())).containsSame(cluster);
        assertThat(timeline.all()).isEmpty();
    }

    @Test
    void looksAsSeldomAsTheRegionNeeds() {
        var cluster = readyCluster();
        region.then(ready(HEALTHY)).lookedAtEvery(Duration.ofMinutes(5));

        assertThat(reconciler.look(cluster.id(), ALWAYS)).isEqualTo(new Look.Again(Duration.ofMinutes(5)));
    }

    @Test
    void writesNothingNewOfAnIllnessThatGoesOn() {
        var cluster = readyCluster();
        region.then(ready(seen(1, Status.FALSE)));
        reconciler.look(cluster.id(), ALWAYS);
        var ill = clusters.find(cluster.id()).orElseThrow();
        int told = timeline.all().size();
        clock.advance(INTERVAL);

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(clusters.find(cluster.id())).containsSame(ill);
        assertThat(timeline.all()).hasSize(told);
    }

    @Test
    void tellsWhenAConditionAndThePhaseChange() {
        var cluster = readyCluster();
        region.then(ready(seen(1, Status.FALSE)));

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(timeline.all())
                .extracting(Event::type, Event::from, Event::to, Event::ticket)
                .containsExactly(
                        tuple("condition-changed", "true", "false", null),
                        tuple("phase-changed", "ready", "degraded", null));
    }

    @Test
    void tellsWhatADegradedClusterSuffersFrom() {
        var cluster = readyCluster();
        region.then(ready(seen(1, Status.FALSE)));

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(last("phase-changed").message())
                .isEqualTo("The cluster is degraded: Provisioned is false (AsSeen): Looked at it.");
    }

    @Test
    void tellsHowLongAClusterWasDegradedAndWhatWasMended() {
        var cluster = readyCluster();
        region.then(ready(conditions(Status.FALSE, Status.TRUE)))
                .then(ready(conditions(Status.TRUE, Status.FALSE)))
                .then(ready(HEALTHY));
        reconciler.look(cluster.id(), ALWAYS);
        clock.advance(Duration.ofMillis(1_200));
        reconciler.look(cluster.id(), ALWAYS);
        clock.advance(Duration.ofSeconds(2));

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(last("phase-changed"))
                .extracting(Event::message, Event::from, Event::to, Event::took)
                .containsExactly(
                        "The cluster is ready again after 3.2 s: mended Provisioned, QuorumHealthy.",
                        "degraded",
                        "ready",
                        Duration.ofMillis(3_200));
        assertThat(clusters.find(cluster.id()).orElseThrow().observed().illness())
                .isNull();
    }

    @Test
    void tellsARecoveryThatTookLessThanASecondInMilliseconds() {
        var cluster = readyCluster();
        region.then(ready(conditions(Status.FALSE, Status.TRUE))).then(ready(HEALTHY));
        reconciler.look(cluster.id(), ALWAYS);
        clock.advance(Duration.ofMillis(40));

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(last("phase-changed").message())
                .isEqualTo("The cluster is ready again after 40 ms: mended Provisioned.");
    }

    @Test
    void claimsNothingOfAClusterThatCannotBeLookedAt() {
        var cluster = readyCluster();
        region.then(failed("RegionHeld"));

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(clusters.find(cluster.id()).orElseThrow().observed().conditions())
                .extracting(Condition::type, Condition::status, Condition::reason)
                .containsExactly(
                        tuple(Type.PROVISIONED, Status.FALSE, "RegionHeld"),
                        tuple(Type.QUORUM_HEALTHY, Status.UNKNOWN, "NotLookedAt"));
    }

    @Test
    void looksSoonerAtAnIllCluster() {
        var cluster = readyCluster();
        region.then(ready(seen(1, Status.FALSE)));

        assertThat(((Look.Again) reconciler.look(cluster.id(), ALWAYS)).in()).isLessThan(INTERVAL);
    }

    @Test
    void tellsWhatTheRegionSawOnTheWay() {
        var cluster = readyCluster();
        region.then(ready(
                HEALTHY, new Happening("node-died", "Node 2 died."), new Happening("node-started", "Node 2 runs.")));

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(timeline.all())
                .extracting(Event::type, Event::message, Event::cluster)
                .containsExactly(
                        tuple("node-died", "Node 2 died.", cluster.id()),
                        tuple("node-started", "Node 2 runs.", cluster.id()));
    }

    @Test
    void tellsOneChangeOfThePrimaryAcrossAGapWithoutOne() {
        var cluster = readyCluster();
        region.then(ready(withPrimary(0)))
                .then(ready(withPrimary(null)))
                .then(ready(withPrimary(null)))
                .then(ready(withPrimary(2)));

        for (int i = 0; i < 5; i++) {
            reconciler.look(cluster.id(), ALWAYS);
        }

        assertThat(timeline.all())
                .filteredOn(event -> event.type().equals("primary-changed"))
                .extracting(Event::from, Event::to)
                .containsExactly(tuple("node-0", "node-2"));
    }

    @Test
    void tellsNoChangeWhenTheSamePrimaryComesBack() {
        var cluster = readyCluster();
        region.then(ready(withPrimary(0))).then(ready(withPrimary(null))).then(ready(withPrimary(0)));

        for (int i = 0; i < 3; i++) {
            reconciler.look(cluster.id(), ALWAYS);
        }

        assertThat(types()).doesNotContain("primary-changed");
    }

    @Test
    void remembersThePrimaryThroughAFailedStep() {
        var cluster = readyCluster();
        region.then(ready(withPrimary(0))).then(failed("DiskFull")).then(ready(withPrimary(1)));

        for (int i = 0; i < 3; i++) {
            reconciler.look(cluster.id(), ALWAYS);
        }

        assertThat(types()).containsOnlyOnce("primary-changed");
    }

    @Test
    void keepsTryingWhatFailsForNow() {
        var order = order();
        region.then(failed("PortInUse"));

        look(order, 3);

        assertThat(ticket(order)).isAt(0, 1, "PortInUse happened.");
        assertThat(cluster(order).trouble()).isNotNull().satisfies(trouble -> {
            assertThat(trouble.attempts()).isEqualTo(3);
            assertThat(trouble.since()).isEqualTo(SampleTickets.FILED_AT);
            assertThat(trouble.reason()).isEqualTo("PortInUse");
        });
        assertThat(cluster(order).observed().condition(Type.PROVISIONED))
                .hasValueSatisfying(condition -> assertThat(condition)
                        .extracting(Condition::status, Condition::reason)
                        .containsExactly(Status.FALSE, "PortInUse"));
    }

    @Test
    void waitsLongerTheOftenerItFails() {
        var order = order();
        region.then(failed("PortInUse"));

        for (long expected : new long[] {250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000}) {
            assertThat(((Look.Again) look(order)).in())
                    .isBetween(Duration.ofMillis(expected / 2), Duration.ofMillis(expected));
        }
    }

    @Test
    void countsAnewWhenSomethingElseFails() {
        var order = order();
        region.then(failed("PortInUse")).then(failed("PortInUse")).then(failed("DiskFull"));

        look(order, 3);

        assertThat(cluster(order).trouble())
                .isNotNull()
                .satisfies(trouble -> assertThat(trouble.attempts()).isEqualTo(1));
    }

    @Test
    void forgetsTroubleOnceAStepSucceeds() {
        var order = order();
        region.then(failed("PortInUse")).then(working(1, 3, "Starting nodes"));

        look(order, 2);

        assertThat(cluster(order).trouble()).isNull();
    }

    @Test
    void failsTheTicketWhenTheBudgetIsSpent() {
        var order = order();
        region.then(failed("PortInUse"));
        look(order);
        clock.advance(BUDGET);
        look(order);
        assertThat(ticket(order)).isInProgress();
        clock.advance(Duration.ofMillis(1));

        var look = look(order);

        assertThat(look).isEqualTo(new Look.Never());
        assertThat(ticket(order)).hasFailedBecause("PortInUse happened. An admin can retry the ticket");
        assertThat(last("ticket-failed").message()).contains("PortInUse happened.");
    }

    @Test
    void failsTheTicketAtOnceForWhatNoRetryMends() {
        var order = order();
        region.then(failedForGood("NoSuchImage"));

        look(order);

        assertThat(ticket(order)).hasFailedBecause("NoSuchImage happened.");
    }

    @Test
    void failsTheTicketThatWaitsTooLong() {
        var order = order();
        region.then(working(1, 3, "Waiting for disks"));
        look(order);
        clock.advance(BUDGET.plusMillis(1));

        look(order);

        assertThat(ticket(order)).hasFailedBecause("It took longer than PT5M, last: Waiting for disks.");
    }

    @Test
    void failsTheTicketWhoseClusterDoesNotGetWell() {
        var order = order();
        region.then(ready(seen(1, Status.FALSE)));
        look(order);
        clock.advance(BUDGET.plusMillis(1));

        look(order);

        assertThat(ticket(order)).hasFailedBecause("It took longer than PT5M: Looked at it.");
    }

    @Test
    void leavesAFailedOrderAloneUntilItIsRetried() {
        var order = order();
        region.then(failedForGood("NoSuchImage"));
        look(order);

        assertThat(cluster(order).phase()).isEqualTo(Phase.FAILED);
        assertThat(look(order)).isEqualTo(new Look.Never());
        assertThat(region.applied()).hasSize(1);
    }

    @Test
    void goesOnWithAFailedOrderThatIsRetried() {
        var order = order();
        region.then(failedForGood("NoSuchImage")).then(ready(HEALTHY));
        look(order);
        var failed = ticket(order);
        tickets.update(failed.in(((Failed) failed.state()).retry(now()), now()));
        clusters.update(cluster(order).resumed(now()));

        look(order);

        assertThat(ticket(order)).isFulfilled();
        assertThat(cluster(order).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void takesAFailedChangeBack() {
        var cluster = readyCluster();
        var change = change(cluster);
        region.then(failedForGood("OutOfMemory"));

        var look = look(change);

        assertThat(look).isEqualTo(new Look.Again(Duration.ZERO));
        assertThat(ticket(change)).hasFailedBecause("goes back to what it was before");
        var back = cluster(change);
        assertThat(back.desired().number()).isEqualTo(3);
        assertThat(back.desired().by()).isEqualTo("keydesk");
        assertThat(back.desired().state()).isEqualTo(cluster.desired().state());
        assertThat(back.trouble()).isNull();
    }

    @Test
    void takesAFailedPlanAccessOrRollBackBack() {
        var cluster = readyCluster();
        var changed = cluster.desired().state().withPlan("m").withNamespaces(List.of("web"));

        for (var request : List.of(
                new ChangePlan(cluster.id(), "m"),
                new ChangeAccess(cluster.id(), List.of("web"), List.of("shop")),
                new RollBack(cluster.id(), 1))) {
            var before = clusters.find(cluster.id()).orElseThrow();
            var change = tickets.add(SampleTickets.of(before, request).in(new Approved(now()), now()));
            clusters.update(
                    before.desiring(SampleClusters.revision(before.desired().number() + 1, changed, change)));
            region.then(failedForGood("OutOfMemory"));

            look(change);

            assertThat(ticket(change)).hasFailedBecause("goes back to what it was before");
            assertThat(cluster(change).desired())
                    .extracting(Revision::number, Revision::state)
                    .containsExactly(
                            before.desired().number() + 2, before.desired().state());
        }
    }

    @Test
    void takesAnUpgradeBackThatNoNodeHasBegun() {
        var change = upgrade(readyCluster());
        region.then(working(1, 3, "Restarting node 1", running("8.0.1", "8.0.1", null)))
                .then(failedForGood("ImageNotPulled"));

        look(change, 2);

        assertThat(ticket(change)).hasFailedBecause("goes back to what it was before");
        assertThat(cluster(change).desired().number()).isEqualTo(3);
        assertThat(cluster(change).desired().state().version()).isNull();
    }

    @Test
    void neverTakesAnUpgradeBackThatANodeHasBegun() {
        var change = upgrade(readyCluster());
        region.then(working(1, 3, "Restarting node 1", running("8.0.1", "8.0.1", "8.1.2")))
                // The node is down again by now.
                .then(working(1, 3, "Restarting node 1", running("8.0.1", "8.0.1", null)))
                .then(failedForGood("ImageNotPulled"));

        look(change, 2);
        var look = look(change);

        assertThat(look).isEqualTo(new Look.Again(LONGEST_BACKOFF));
        assertThat(ticket(change)).hasFailedBecause("A node has run version 8.1.2 already");
        assertThat(cluster(change).desired().number()).isEqualTo(2);
        assertThat(cluster(change).desired().state().version()).isEqualTo("8.1.2");
    }

    private Ticket upgrade(Cluster cluster) {
        var request = new UpgradeVersion(cluster.id(), "8.1.2");
        var change = tickets.add(SampleTickets.of(cluster, request).in(new Approved(now()), now()));
        var state = cluster.desired().state().withVersion("8.1.2");
        clusters.update(cluster.desiring(SampleClusters.revision(2, state, change)));
        return change;
    }

    private static Observation running(@Nullable String... versions) {
        var nodes = HEALTHY.nodes().stream()
                .map(node -> new NodeObservation(
                        node.index(),
                        node.state(),
                        node.role(),
                        node.address(),
                        node.linked(),
                        node.sentinelAddress(),
                        node.sentinelState(),
                        node.usedMemoryBytes(),
                        versions[node.index()]))
                .toList();
        return new Observation(1, HEALTHY.conditions(), nodes, HEALTHY.endpoints());
    }

    @Test
    void bringsAClusterBackAfterAFailedChangeWithoutATicket() {
        var change = change(readyCluster());
        region.then(failedForGood("OutOfMemory")).then(ready(SampleClusters.healthy(3)));

        look(change, 2);

        assertThat(cluster(change).phase()).isEqualTo(Phase.READY);
        assertThat(ticket(change)).hasFailedBecause("OutOfMemory");
        assertThat(last("phase-changed").ticket()).isNull();
    }

    @Test
    void deletesUntilNothingIsLeft() {
        var deletion = deletion(readyCluster());
        region.then(working(1, 2, "Stopping nodes")).then(gone());

        look(deletion);
        var look = look(deletion);

        assertThat(look).isEqualTo(new Look.Never());
        assertThat(region.applied()).isEmpty();
        assertThat(region.deleted()).containsExactly(deletion.clusterId(), deletion.clusterId());
        assertThat(ticket(deletion)).isFulfilled();
        assertThat(cluster(deletion).phase()).isEqualTo(Phase.DELETED);
        assertThat(cluster(deletion).deletedAt()).isEqualTo(now());
    }

    @Test
    void goesOnWithADeletionThatHasFailed() {
        var deletion = deletion(readyCluster());
        region.then(failedForGood("DiskBusy")).then(gone());

        var look = look(deletion);

        assertThat(look).isEqualTo(new Look.Again(LONGEST_BACKOFF));
        assertThat(ticket(deletion)).hasFailedBecause("keydesk goes on trying");
        look(deletion);
        assertThat(cluster(deletion).phase()).isEqualTo(Phase.DELETED);
    }

    @Test
    void neverFailsADeletionForTheTimeItTakes() {
        var deletion = deletion(readyCluster());
        region.then(failed("DiskBusy")).then(working(1, 1, "Stopping nodes")).then(gone());
        look(deletion);
        clock.advance(BUDGET.plusMillis(1));

        look(deletion);

        assertThat(ticket(deletion)).isInProgress();
        assertThat(last("progress").message()).isEqualTo("1/1 Stopping nodes");
        look(deletion);
        assertThat(ticket(deletion)).isFulfilled();
    }

    @Test
    void saysWhatADeletionWaitsForHoweverLong() {
        var deletion = deletion(readyCluster());
        region.then(working(1, 1, "Stopping nodes")).then(failed("DiskBusy"));
        look(deletion);
        clock.advance(BUDGET.plusMillis(1));

        look(deletion);

        assertThat(ticket(deletion)).isInProgress();
        assertThat(last("progress").message()).isEqualTo("1/1 DiskBusy happened.");
    }

    @Test
    void deletesAnOrderThatWasGivenUp() {
        var order = order();
        region.then(failedForGood("NoSuchImage")).then(gone());
        look(order);
        var deletion = deletion(cluster(order));

        look(deletion);

        assertThat(ticket(deletion)).isFulfilled();
        assertThat(cluster(order).phase()).isEqualTo(Phase.DELETED);
    }

    @Test
    void neverLooksAgainAtWhatIsGone() {
        var cluster = readyCluster();
        clusters.update(cluster.gone(now()));

        assertThat(reconciler.look(cluster.id(), ALWAYS)).isEqualTo(new Look.Never());
        assertThat(looks).isEmpty();
    }

    @Test
    void neverLooksAgainAtWhatNeverWas() {
        assertThat(reconciler.look(new ClusterId(SampleTickets.id()), ALWAYS)).isEqualTo(new Look.Never());
    }

    @Test
    void takesAnUnexpectedExceptionForTroubleAndTriesAgain() {
        var order = order();
        region.then(() -> {
                    throw new IllegalStateException("secret detail");
                })
                .then(ready(HEALTHY));

        var look = look(order);

        assertThat(((Look.Again) look).in()).isLessThanOrEqualTo(Duration.ofMillis(250));
        assertThat(cluster(order).trouble())
                .isNotNull()
                .satisfies(trouble -> assertThat(trouble.message())
                        .contains("IllegalStateException")
                        .doesNotContain("secret detail"));
        look(order);
        assertThat(ticket(order)).isFulfilled();
    }

    @Test
    void waitsForARegionThatIsAwayHoweverLong() {
        var order = order();
        region.then(working(2, 3, "Forming a quorum")).then(away("Its API does not answer."));
        look(order, 2);
        clock.advance(BUDGET.multipliedBy(10));

        var look = look(order);

        assertThat(look).isEqualTo(new Look.Again(ScriptedProvisioner.RETRY_AFTER));
        assertThat(ticket(order)).isAt(2, 3, "Region local is away: Its API does not answer.");
        assertThat(cluster(order).phase()).isEqualTo(Phase.PROVISIONING);
        assertThat(cluster(order).trouble()).isNull();
    }

    @Test
    void goesOnOnceTheRegionIsBack() {
        var order = order();
        region.then(working(2, 3, "Forming a quorum"))
                .then(away("Its API does not answer."))
                .then(working(2, 3, "Forming a quorum"))
                .then(ready(HEALTHY));

        look(order, 4);

        assertThat(ticket(order)).isFulfilled();
        assertThat(messages("progress"))
                .containsExactly(
                        "2/3 Forming a quorum",
                        "Region local is away: Its API does not answer.",
                        "2/3 Forming a quorum");
    }

    @Test
    void hasAllOfItsTimeAgainOnceTheRegionIsBack() {
        var order = order();
        region.then(away("Its API does not answer.")).then(working(1, 3, "Starting nodes"));
        look(order);
        clock.advance(BUDGET.multipliedBy(10));
        look(order);
        clock.advance(BUDGET);

        look(order);

        assertThat(ticket(order)).isAt(1, 3, "Starting nodes");
        clock.advance(Duration.ofMillis(1));
        look(order);
        assertThat(ticket(order)).hasFailedBecause("It took longer than PT5M, last: Starting nodes");
    }

    @Test
    void hasAllOfItsTimeOnlyOnceHoweverItGoesOn() {
        var order = order();
        region.then(away("Its API does not answer.")).then(ready(seen(1, Status.FALSE)));
        look(order, 2);
        assertThat(ticket(order)).isAt(0, 1, "Going on");
        clock.advance(BUDGET.plusMillis(1));

        look(order);

        assertThat(ticket(order)).hasFailedBecause("It took longer than PT5M: Looked at it.");
    }

    @Test
    void tellsOnceThatTheRegionIsAwayAndWritesOnlyWhatIsNew() {
        var order = order();
        region.then(away("Its API does not answer."))
                .then(away("Its API does not answer."))
                .then(away("Its API refuses the token."));
        look(order);
        var waiting = ticket(order);
        clock.advance(BUDGET);

        look(order);

        assertThat(ticket(order)).isSameAs(waiting);
        look(order, 2);
        assertThat(ticket(order)).isAt(0, 1, "Region local is away: Its API refuses the token.");
        assertThat(ticket(order).version()).isEqualTo(waiting.version() + 1);
        assertThat(messages("progress")).containsExactly("Region local is away: Its API does not answer.");
    }

    @Test
    void doesNotDelayTheTicketsOfOtherRegions() {
        var waiting = order();
        var other = orderIn("north");
        region.then(away("Its API does not answer."));
        north.then(ready(HEALTHY));

        look(waiting);
        look(other);

        assertThat(ticket(waiting)).isInProgress();
        assertThat(ticket(other)).isFulfilled();
    }

    @Test
    void tellsOnceOfAHealthyClusterThatItsRegionIsAway() {
        var cluster = readyCluster();
        region.then(away("Its API does not answer.")).then(away("Its API refuses the token."));
        reconciler.look(cluster.id(), ALWAYS);
        var unseen = clusters.find(cluster.id()).orElseThrow();
        int written = transactions.count();
        clock.advance(INTERVAL);

        var look = reconciler.look(cluster.id(), ALWAYS);

        assertThat(look).isEqualTo(new Look.Again(ScriptedProvisioner.RETRY_AFTER));
        assertThat(transactions.count()).isEqualTo(written);
        assertThat(clusters.find(cluster.id())).containsSame(unseen);
        assertThat(unseen.observed().conditions())
                .extracting(Condition::status, Condition::reason)
                .containsOnly(tuple(Status.UNKNOWN, "RegionAway"));
        assertThat(timeline.all())
                .extracting(Event::type, Event::message)
                .containsExactly(tuple(
                        "phase-changed",
                        "The cluster is degraded: Provisioned, QuorumHealthy are unknown (RegionAway): "
                                + "Region local is away; GET /v1/regions says why."));
    }

    @Test
    void tellsThatAClusterIsWellAfterItsRegionWasAway() {
        var cluster = readyCluster();
        region.then(away("Its API does not answer.")).then(ready(HEALTHY));
        reconciler.look(cluster.id(), ALWAYS);
        clock.advance(Duration.ofMinutes(7));

        reconciler.look(cluster.id(), ALWAYS);

        assertThat(messages("phase-changed"))
                .last()
                .isEqualTo("The cluster is ready again after 7 min: it can be looked at again.");
        assertThat(timeline.all()).hasSize(2);
    }

    @Test
    void tellsWhatIsWrongWithAClusterAfterItsRegionWasAway() {
        var cluster = readyCluster();
        region.then(away("Its API does not answer.")).then(ready(conditions(Status.TRUE, Status.FALSE)));

        reconciler.look(cluster.id(), ALWAYS);
        reconciler.look(cluster.id(), ALWAYS);

        assertThat(messages("condition-changed")).containsExactly("QuorumHealthy: Looked at it.");
    }

    @Test
    void waitsWithADeletionForItsRegion() {
        var deletion = deletion(readyCluster());
        region.then(away("Its API does not answer.")).then(gone());

        look(deletion);

        assertThat(ticket(deletion)).isAt(0, 1, "Region local is away: Its API does not answer.");
        look(deletion);
        assertThat(ticket(deletion)).isFulfilled();
    }

    @Test
    void saysWhenTheRegionIsNotConfigured() {
        var order = orderIn("mars");

        look(order);

        assertThat(ticket(order))
                .isAt(
                        0,
                        1,
                        "Region mars is not configured here: configure it again, or start an instance that has it.");
        assertThat(looks).containsExactly("mars failed");
    }

    @Test
    void countsEachLookByItsOutcome() {
        var order = order();
        region.then(working(1, 3, "Starting nodes"))
                .then(failed("PortInUse"))
                .then(away("It is far."))
                .then(ready(HEALTHY));

        look(order, 4);

        assertThat(looks).containsExactly("local in-progress", "local failed", "local away", "local ready");
    }

    private Ticket order() {
        var order = tickets.add(SampleTickets.order("cache").in(new Approved(now()), now()));
        clusters.add(SampleClusters.of(order));
        return order;
    }

    private Ticket orderIn(String other) {
        var order = tickets.add(SampleTickets.order("cache-" + other).in(new Approved(now()), now()));
        var made = SampleClusters.of(order);
        clusters.add(new Cluster(
                made.id(),
                made.tenant(),
                made.name(),
                made.purpose(),
                made.environment(),
                other,
                made.desired(),
                made.observed(),
                null,
                false,
                null,
                false,
                made.createdAt(),
                made.updatedAt(),
                null,
                null,
                0));
        return order;
    }

    private Cluster readyCluster() {
        var order = SampleTickets.order("cache");
        var cluster = SampleClusters.of(order).observed(HEALTHY, null, now());
        clusters.add(cluster);
        return cluster;
    }

    private Ticket change(Cluster cluster) {
        return approve(SampleTickets.settings(cluster), cluster);
    }

    private Ticket approve(Ticket filed, Cluster cluster) {
        var change = tickets.add(filed.in(new Approved(now()), now()));
        var state = cluster.desired().state().withSettings(Map.of("timeout", "60"));
        clusters.update(
                cluster.desiring(SampleClusters.revision(cluster.desired().number() + 1, state, change)));
        return change;
    }

    private Ticket deletion(Cluster cluster) {
        var deletion = tickets.add(SampleTickets.deletion(cluster).in(new Approved(now()), now()));
        clusters.update(cluster.desiring(SampleClusters.revision(
                cluster.desired().number() + 1, cluster.desired().state().asDeleted(), deletion)));
        return deletion;
    }

    private Look look(Ticket ticket) {
        return reconciler.look(ticket.clusterId(), ALWAYS);
    }

    private void look(Ticket ticket, int times) {
        for (int i = 0; i < times; i++) {
            look(ticket);
        }
    }

    private Ticket ticket(Ticket earlier) {
        return tickets.find(earlier.id()).orElseThrow();
    }

    private Cluster cluster(Ticket ticket) {
        return clusters.find(ticket.clusterId()).orElseThrow();
    }

    private Instant now() {
        return clock.instant();
    }

    private List<String> types() {
        return timeline.all().stream().map(Event::type).toList();
    }

    private List<String> messages(String type) {
        return timeline.all().stream()
                .filter(event -> event.type().equals(type))
                .map(Event::message)
                .toList();
    }

    private Event last(String type) {
        return timeline.all().stream()
                .filter(event -> event.type().equals(type))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static Observation seen(int revision, Status status) {
        return new Observation(revision, List.of(SampleClusters.condition(Type.PROVISIONED, status)), List.of(), null);
    }

    private static Observation conditions(Status provisioned, Status quorum) {
        return new Observation(
                1,
                List.of(
                        SampleClusters.condition(Type.PROVISIONED, provisioned),
                        SampleClusters.condition(Type.QUORUM_HEALTHY, quorum)),
                HEALTHY.nodes(),
                HEALTHY.endpoints());
    }

    private static Observation withPrimary(@Nullable Integer index) {
        var nodes = index == null
                ? List.<NodeObservation>of()
                : List.of(new NodeObservation(
                        index, State.RUNNING, Role.PRIMARY, "127.0.0.1:1", null, "127.0.0.1:2", State.RUNNING, null));
        return new Observation(1, HEALTHY.conditions(), nodes, HEALTHY.endpoints());
    }
}
