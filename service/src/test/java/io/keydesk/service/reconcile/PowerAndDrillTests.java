package io.keydesk.service.reconcile;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.FakeProvisioner;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.InMemoryTickets;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.InMemoryTimeline;
import io.keydesk.service.work.CountingTransactions;
import io.keydesk.service.work.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is stored and told of clusters that are powered off and on, and of drills. */
class PowerAndDrillTests {

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Turn ALWAYS = () -> true;

    private final SettableClock clock = new SettableClock(SampleTickets.FILED_AT);
    private final InMemoryClusters clusters = new InMemoryClusters();
    private final InMemoryTickets tickets = new InMemoryTickets(clusters);
    private final InMemoryTimeline timeline = new InMemoryTimeline();
    private final CountingTransactions transactions = new CountingTransactions();
    private final FakeProvisioner region = new FakeProvisioner(clock);
    private final Reconciler reconciler = new Reconciler(
            new ReconcilePorts(
                    transactions, tickets, clusters, timeline, new Regions(List.of(region)), (_, _, _) -> {}, clock),
            new ReconcileSettings(INTERVAL, Duration.ofMinutes(5), Duration.ofSeconds(10)));
    private final Cluster ready = ready();

    @Test
    void isOffOnceNothingRunsAndTellsNoTrouble() {
        var off = carriedOut(new PowerOff(ready.id()), state -> state.asPowered(false));

        assertThat(off).isFulfilled();
        assertThat(cluster().phase()).isEqualTo(Phase.OFF);
        assertThat(cluster().observed().illness()).isNull();
        assertThat(cluster().observed().conditions())
                .isNotEmpty()
                .allMatch(condition -> condition.reason().equals("PoweredOff"));
        assertThat(phases()).containsExactly("off");
        assertThat(types()).doesNotContain("condition-changed");
    }

    @Test
    void writesNothingWhileItIsOff() {
        carriedOut(new PowerOff(ready.id()), state -> state.asPowered(false));
        int before = transactions.count();
        clock.advance(INTERVAL);

        var look = look();

        assertThat(look).isEqualTo(new Look.Again(INTERVAL));
        assertThat(transactions.count()).isEqualTo(before);
    }

    @Test
    void staysOffWhileItsRegionIsAway() {
        carriedOut(new PowerOff(ready.id()), state -> state.asPowered(false));
        region.become(new Region("local", "local", false, "The disk is gone.", null));

        look();

        assertThat(cluster().phase()).isEqualTo(Phase.OFF);
        assertThat(phases()).containsExactly("off");
    }

    @Test
    void comesBack() {
        carriedOut(new PowerOff(ready.id()), state -> state.asPowered(false));
        var on = carriedOut(new PowerOn(ready.id()), state -> state.asPowered(true));

        assertThat(on).isFulfilled();
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(phases()).containsExactly("off", "ready");
        assertThat(types()).doesNotContain("condition-changed");
    }

    @Test
    void goesBackToWhatRanWhenItCannotBePoweredOff() {
        region.failNext("DataNotSaved", "The disk is full.", false);

        var off = carriedOut(new PowerOff(ready.id()), state -> state.asPowered(false));

        assertThat(off).hasFailedBecause("goes back to what it was before");
        assertThat(cluster().desired().state().poweredOff()).isFalse();
    }

    @Test
    void goesOnToBringItBackWhateverItsTicketSays() {
        carriedOut(new PowerOff(ready.id()), state -> state.asPowered(false));
        region.failNext("PodUnschedulable", "No machine has room.", false);

        var on = carriedOut(new PowerOn(ready.id()), state -> state.asPowered(true));

        assertThat(on).hasFailedBecause("keydesk goes on trying");
        assertThat(cluster().desired().state().poweredOff()).isFalse();
        look();
        look();
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void tellsOnceWhatADrillHasFoundOutAndKeepsItOnTheTicket() {
        var ticket = carriedOut(new FailOver(ready.id()), DesiredState::asDrill);

        var drill = cluster().observed().lastDrill();
        assertThat(drill).isNotNull();
        assertThat(ticket.state())
                .isInstanceOfSatisfying(
                        Fulfilled.class, done -> assertThat(done.drill()).isEqualTo(drill));
        assertThat(timeline.all())
                .filteredOn(event -> event.type().equals("drill-measured"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.message()).contains("700 ms", "0 of 100");
                    assertThat(event.from()).isEqualTo("node-0");
                    assertThat(event.to()).isEqualTo("node-1");
                    assertThat(event.took()).isEqualTo(Duration.ofMillis(700));
                    assertThat(event.ticket()).isEqualTo(ticket.id());
                });
        look();
        region.become(new Region("local", "local", false, "The disk is gone.", null));
        look();
        assertThat(types()).containsOnlyOnce("drill-measured");
        assertThat(cluster().observed().lastDrill()).isEqualTo(drill);
    }

    @Test
    void neverMakesUpForADrillThatHasFailed() {
        region.failNext("DrillFailed", "Node 0 could not hand over.", false);

        var ticket = carriedOut(new FailOver(ready.id()), DesiredState::asDrill);

        assertThat(ticket).hasFailedBecause("file another drill");
        assertThat(cluster().desired().state().drill()).isFalse();
        look();
        look();
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(cluster().observed().lastDrill()).isNull();
    }

    private Cluster ready() {
        var cluster = SampleClusters.of(SampleTickets.order("cache"));
        Looping.apply(region, DesiredCluster.of(cluster));
        var seen = region.observe(DesiredCluster.of(cluster));
        var made = cluster.observed(seen, null, now());
        clusters.add(made);
        return made;
    }

    /** Looks until its ticket has ended. */
    private Ticket carriedOut(TicketRequest request, UnaryOperator<DesiredState> effect) {
        var ticket = tickets.add(SampleTickets.of(ready, request).in(new Approved(now()), now()));
        var before = cluster();
        clusters.update(before.desiring(SampleClusters.revision(
                before.desired().number() + 1, effect.apply(before.desired().state()), ticket)));
        for (int i = 0; i < 4 && !ticket(ticket).state().isEnd(); i++) {
            look();
        }
        return ticket(ticket);
    }

    private Look look() {
        return reconciler.look(ready.id(), ALWAYS);
    }

    private Ticket ticket(Ticket earlier) {
        return tickets.find(earlier.id()).orElseThrow();
    }

    private Cluster cluster() {
        return clusters.find(ready.id()).orElseThrow();
    }

    private List<String> types() {
        return timeline.all().stream().map(Event::type).toList();
    }

    private List<String> phases() {
        return timeline.all().stream()
                .filter(event -> event.type().equals("phase-changed"))
                .map(event -> String.valueOf(event.to()))
                .toList();
    }

    private Instant now() {
        return clock.instant();
    }
}
