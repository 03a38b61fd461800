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
import io.keydesk.service.ticket.InMemoryTickets;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.InMemoryTimeline;
import io.keydesk.service.work.CountingTransactions;
import io.keydesk.service.work.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is stored and told of new passwords, and when the old ones are looked after. */
class RotationTests {

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
    void isFulfilledOnceTheNewPasswordIsPublishedAndTellsUntilWhenTheOldOneWorks() {
        var ticket = rotated(Duration.ofHours(1));

        assertThat(ticket).isFulfilled();
        assertThat(told("credentials-rotated")).satisfies(event -> {
            assertThat(event.message())
                    .isEqualTo("A new password is published; the one before works until %s."
                            .formatted(now().plus(Duration.ofHours(1))));
            assertThat(event.to()).isEqualTo("generation-2");
            assertThat(event.ticket()).isEqualTo(ticket.id());
        });
        assertThat(types()).doesNotContain("old-password-ended");
    }

    @Test
    void looksAgainWhenTheOldPasswordEndsWithoutATicketAndTellsIt() {
        rotated(Duration.ofSeconds(70));
        assertThat(look()).isEqualTo(new Look.Again(INTERVAL));
        clock.advance(Duration.ofSeconds(60));
        assertThat(look()).isEqualTo(new Look.Again(Duration.ofSeconds(10)));
        clock.advance(Duration.ofSeconds(10));

        assertThat(look()).isEqualTo(new Look.Again(INTERVAL));

        assertThat(told("old-password-ended").took()).isEqualTo(Duration.ofSeconds(70));
        look();
        assertThat(types()).containsOnlyOnce("credentials-rotated", "old-password-ended");
    }

    @Test
    void tellsOfOneThatEndedAtOnce() {
        rotated(Duration.ZERO);

        assertThat(told("credentials-rotated").message()).contains("the one before is refused");
        assertThat(types()).doesNotContain("old-password-ended");
    }

    @Test
    void goesOnWithANewPasswordWhateverItsTicketSays() {
        region.failNext("Silent", "A node does not answer.", false);

        var ticket = rotated(Duration.ofHours(1));

        assertThat(ticket).hasFailedBecause("keydesk goes on trying");
        assertThat(cluster().desired().state().generation()).isEqualTo(2);
        look();
        look();
        assertThat(cluster().observed().lastRotation()).isNotNull();
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void remembersTheRotationWhileTheRegionIsAway() {
        rotated(Duration.ofHours(1));
        var before = cluster().observed().lastRotation();
        region.become(new Region("local", "local", false, "The disk is gone.", null));

        look();

        assertThat(cluster().observed().lastRotation()).isEqualTo(before);
    }

    private Ticket rotated(Duration overlap) {
        return carriedOut(
                new RotateCredentials(ready.id(), overlap.toString(), false),
                state -> state.withRotation(overlap, false));
    }

    private Event told(String type) {
        return timeline.all().stream()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow();
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

    private Instant now() {
        return clock.instant();
    }
}
