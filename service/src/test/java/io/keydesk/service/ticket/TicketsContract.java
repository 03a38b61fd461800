package io.keydesk.service.ticket;

import static io.keydesk.service.ticket.SampleTickets.FILED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.cluster.Trouble;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.ticket.Decision.Verdict;
import io.keydesk.service.ticket.ServiceLevel.Took;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import io.keydesk.service.work.ConcurrentChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Tickets} promises, as far as one caller at a time can see it. */
public abstract class TicketsContract {

    private static final TicketState WAITING = new AwaitingApproval(1, List.of());
    private static final Instant LATER = FILED_AT.plusSeconds(60);

    private static final Decider ADA = new Decider("ada", true, false);
    private static final Decider NOBODY = new Decider("vera", false, false);
    private static final TicketFilter FAILING =
            new TicketFilter(all(), List.of(), null, null, null, null, null, null, true);

    private Store store;
    private Tickets tickets;

    /** An empty one. */
    protected abstract Store emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
        tickets = store.tickets();
    }

    @Test
    void readsBackWhatWasAdded() {
        var cluster = store.made("orders-cache");
        var settings = store.added(SampleTickets.settings(cluster));
        var deletion = store.added(SampleTickets.deletion(cluster));

        assertThat(tickets.find(settings.id())).contains(settings);
        assertThat(tickets.find(deletion.number())).contains(deletion);
    }

    @Test
    void readsBackEveryKindOfChange() {
        var cluster = store.made("orders-cache");

        for (var request : List.of(
                new ChangePlan(cluster.id(), "m"),
                new ChangeAccess(cluster.id(), List.of("web"), List.of("shop")),
                new RollBack(cluster.id(), 1))) {
            var ticket = store.added(SampleTickets.of(cluster, request));

            assertThat(tickets.find(ticket.id())).contains(ticket);
        }
    }

    @Test
    void readsBackATicketThatWasDecidedWhenItWasFiled() {
        var decided = SampleTickets.order("orders-cache")
                .decided(new Decision("policy:small", Verdict.APPROVE, null, LATER), new Approved(LATER));

        var ticket = tickets.add(decided);

        assertThat(tickets.find(ticket.id())).contains(ticket);
    }

    @Test
    void readsDifferencesOfOneTicketOnly() {
        var cluster = store.made("orders-cache");
        var filed = SampleTickets.settings(cluster);
        var detailed = store.added(filed.corrected(
                filed.request(),
                filed.preview()
                        .touching(List.of(
                                new PlannedObject("Secret", "auth", PlannedObject.Action.CHANGE),
                                new PlannedObject(
                                        "ConfigMap", "conf", PlannedObject.Action.CHANGE, "-a: 1\n+a: \u00fc"))),
                filed.findings(),
                new Approved(LATER),
                null,
                LATER));

        assertThat(tickets.find(detailed.id())).contains(detailed);
        assertThat(tickets.find(detailed.number())).contains(detailed);
        assertThat(tickets.list(SampleTickets.newest(1))).containsExactly(detailed.brief());
        assertThat(tickets.working(cluster.id())).contains(detailed.brief());
    }

    @Test
    void keepsDifferencesUntilThereAreOthers() {
        var ticket = store.added(SampleTickets.order("orders-cache"));
        var planned = new PlannedObject("ConfigMap", "conf", PlannedObject.Action.CREATE, "+a: 1");

        var detailed = store.change(ticket, held -> seeing(held, planned));
        var moved = store.change(detailed, held -> held.in(new Approved(LATER), LATER));
        assertThat(tickets.find(ticket.id())).contains(moved);

        var other = store.change(moved, held -> seeing(held, planned.withDiff("+a: 2")));
        assertThat(tickets.find(ticket.id())).contains(other);

        var none = store.change(other, held -> seeing(held, planned.withDiff(null)));
        assertThat(tickets.find(ticket.id())).contains(none);
    }

    private static Ticket seeing(Ticket ticket, PlannedObject planned) {
        return ticket.corrected(
                ticket.request(),
                ticket.preview().touching(List.of(planned)),
                ticket.findings(),
                ticket.state(),
                null,
                LATER);
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(tickets.find(new TicketId(SampleTickets.id()))).isEmpty();
        assertThat(tickets.find(new TicketNumber(Long.MAX_VALUE))).isEmpty();
        assertThat(tickets.lock(new TicketId(SampleTickets.id()))).isEmpty();
    }

    @Test
    void numbersRise() {
        var first = store.ordered("one").number().value();

        assertThat(store.ordered("two").number().value()).isGreaterThan(first);
    }

    @ParameterizedTest
    @MethodSource("states")
    void readsBackEveryState(TicketState state) {
        var ticket = store.ordered("orders-cache");

        var moved = store.change(ticket, held -> held.in(state, LATER));

        assertThat(tickets.find(ticket.id())).contains(moved);
    }

    static Stream<TicketState> states() {
        return Stream.of(
                new AwaitingApproval(2, List.of("alice")),
                new Approved(LATER),
                new InProgress(FILED_AT, LATER, new Progress(2, 7, "Starting nodes")),
                new InProgress(FILED_AT, LATER, new Progress(2, 7, "Region north is away."), true),
                new Scheduled(FILED_AT, LATER, null),
                new Scheduled(FILED_AT, LATER, "Ticket VK-1 is working on it."),
                new Scheduled(
                        FILED_AT,
                        LATER,
                        "Ticket VK-1 is working on it.",
                        new AwaitingApproval(2, List.of(), List.of("dana"))),
                new Fulfilled(FILED_AT, FILED_AT, LATER),
                new Failed(FILED_AT, null, LATER, "The quota is used."),
                new Failed(FILED_AT, FILED_AT, LATER, "The disk is full."),
                new Rejected(LATER, "Too big."),
                new Expired(LATER, "Nobody decided it."),
                new Cancelled(null, LATER, "No longer needed."));
    }

    @ParameterizedTest
    @MethodSource("times")
    void readsBackWhenItIsToBeCarriedOut(When when) {
        var ticket = store.added(SampleTickets.order("orders-cache").rescheduled(when, LATER, WAITING, FILED_AT));
        var moved = store.change(
                store.ordered("carts-cache"), held -> held.rescheduled(when, LATER, new Approved(LATER), LATER));

        assertThat(tickets.find(ticket.id())).contains(ticket);
        assertThat(tickets.find(moved.id())).contains(moved);
    }

    static Stream<When> times() {
        return Stream.of(When.NOW, new When.At(LATER), new When.Window());
    }

    @Test
    void knowsTheScheduledTicketOfEachClusterThatIsDueFirst() {
        var cluster = store.made("orders-cache");
        var other = store.made("carts-cache");
        scheduled(cluster, LATER.plusMillis(500));
        var first = scheduled(cluster, LATER);
        scheduled(cluster, LATER);
        var ofOther = scheduled(other, LATER.plusSeconds(1));
        store.added(SampleTickets.settings(store.made("users-cache")));

        assertThat(tickets.scheduled(List.of(cluster.id(), other.id(), new ClusterId(SampleTickets.id()))))
                .containsOnly(entry(cluster.id(), first), entry(other.id(), ofOther));
        assertThat(tickets.scheduled(cluster.id())).contains(first);
        assertThat(tickets.scheduled(List.of())).isEmpty();
    }

    @Test
    void keepsTheNameOfAnOrderThatIsScheduled() {
        var ticket = store.ordered("orders-cache");
        store.change(ticket, held -> held.in(new Scheduled(FILED_AT, LATER, null), LATER));

        assertThat(tickets.holders(SampleTenants.DEMO, "local", "orders-cache"))
                .containsExactly(new NameHolder.Ordered(ticket.id(), ticket.number()));
        assertThatExceptionOfType(ConcurrentChange.class)
                .isThrownBy(() -> store.transactions().inTransaction(() -> store.ordered("orders-cache")));
    }

    private Ticket scheduled(Cluster cluster, Instant dueAt) {
        return store.change(
                store.added(SampleTickets.settings(cluster)),
                held -> held.in(new Scheduled(FILED_AT, dueAt, null), FILED_AT));
    }

    @Test
    void keepsDecisionsInTheirOrder() {
        var first = new Decision("alice", Verdict.APPROVE, "Fine.", LATER);
        var second = new Decision("bob", Verdict.REJECT, null, LATER.plusSeconds(1));
        var ticket = store.ordered("orders-cache");

        store.change(ticket, held -> held.decided(first, new AwaitingApproval(2, List.of("alice"))));
        store.change(ticket, held -> held.decided(second, new Rejected(LATER, "No.")));

        assertThat(tickets.find(ticket.id())).map(Ticket::decisions).contains(List.of(first, second));
    }

    @Test
    void knowsWhichTicketsWaitForLong() {
        var later = store.change(store.ordered("one"), held -> held.in(held.state(), LATER));
        var first = store.ordered("two");
        var second = store.change(store.ordered("three"), held -> held.in(held.state(), FILED_AT.plusSeconds(1)));
        store.change(store.ordered("four"), held -> held.in(new Rejected(FILED_AT, "No."), FILED_AT));

        var before = LATER.minusSeconds(1);
        assertThat(tickets.unreminded(before, 10)).containsExactly(first.id(), second.id());
        assertThat(tickets.unreminded(before, 1)).containsExactly(first.id());
        assertThat(tickets.unreminded(LATER, 10)).containsExactly(first.id(), second.id(), later.id());
        assertThat(tickets.waitingSince(before, Optional.empty(), 10)).containsExactly(first.id(), second.id());
        assertThat(tickets.waitingSince(before, Optional.of(LATER), 10)).isEmpty();
    }

    @Test
    void knowsOfWhichTicketsPeopleWereReminded() {
        var ticket = store.ordered("one");
        remind(ticket, LATER);

        assertThat(tickets.find(ticket.id())).contains(ticket);
        assertThat(tickets.unreminded(LATER, 10)).isEmpty();
        assertThat(tickets.waitingSince(LATER, Optional.of(LATER.minusMillis(1)), 10))
                .isEmpty();
        assertThat(tickets.waitingSince(LATER, Optional.of(LATER), 10)).containsExactly(ticket.id());

        var changed = LATER.plusSeconds(1);
        store.change(ticket, held -> held.in(held.state(), changed));
        assertThat(tickets.unreminded(changed, 10)).containsExactly(ticket.id());
        assertThat(tickets.waitingSince(changed, Optional.of(changed), 10)).isEmpty();
    }

    private void remind(Ticket ticket, Instant at) {
        store.transactions().inTransaction(() -> {
            tickets.remind(tickets.lock(ticket.id()).orElseThrow().id(), at);
            return ticket;
        });
    }

    @Test
    void keepsThePreviewThatWasSeenWithTheDecision() {
        var ticket = store.ordered("orders-cache");
        var seen = ticket.preview().brief();
        var decision = new Decision("alice", Verdict.REJECT, "No.", LATER, seen);

        store.change(ticket, held -> held.decided(decision, new Rejected(LATER, "No.")));
        store.change(ticket, held -> held.in(held.state(), LATER));

        assertThat(tickets.find(ticket.id())).map(Ticket::decisions).contains(List.of(decision));
        assertThat(tickets.list(SampleTickets.newest(1)).getFirst().decisions())
                .containsExactly(new Decision("alice", Verdict.REJECT, "No.", LATER));
    }

    @Test
    void keepsACorrection() {
        var ticket = store.ordered("orders-cache");
        var other = SampleTickets.order(ticket.number(), "carts-cache");

        var corrected = store.change(
                ticket,
                held -> held.corrected(other.request(), other.preview(), List.of(), held.state(), "SHOP-13", LATER));

        assertThat(tickets.find(ticket.id())).contains(corrected);
    }

    @Test
    void refusesToUpdateWhatIsNotThere() {
        var ticket = SampleTickets.order("orders-cache");

        assertThatIllegalStateException().isThrownBy(() -> tickets.update(ticket));
    }

    @Test
    void listsTheNewestFirstAndGoesOnAfterAPage() {
        var one = store.ordered("one");
        var two = store.ordered("two");
        var three = store.ordered("three");

        assertThat(tickets.list(new TicketQuery(all(), List.of(), null, null, null, 2)))
                .containsExactly(three, two);
        assertThat(tickets.list(new TicketQuery(all(), List.of(), null, null, two.number(), 2)))
                .containsExactly(one);
    }

    @Test
    void listsWithTheirDecisions() {
        var decision = new Decision("alice", Verdict.REJECT, "No.", LATER);
        var rejected = store.change(store.ordered("one"), held -> held.decided(decision, new Rejected(LATER, "No.")));
        var waiting = store.ordered("two");

        assertThat(tickets.list(new TicketQuery(all(), List.of(), null, null, null, 10)))
                .containsExactly(waiting, rejected);
    }

    @Test
    void listsTheTicketsOfSomeTenants() {
        var demo = store.ordered(SampleTenants.DEMO, "orders-cache");
        store.ordered(SampleTenants.ACME, "orders-cache");

        assertThat(tickets.list(new TicketQuery(only("demo"), List.of(), null, null, null, 10)))
                .containsExactly(demo);
        assertThat(tickets.list(new TicketQuery(only(), List.of(), null, null, null, 10)))
                .isEmpty();
    }

    @Test
    void listsTheTicketsInAnyOfSomeStates() {
        store.ordered("one");
        var approved = store.change(store.ordered("two"), held -> held.in(new Approved(LATER), LATER));
        var rejected = store.change(store.ordered("three"), held -> held.in(new Rejected(LATER, "No."), LATER));

        assertThat(tickets.list(new TicketQuery(all(), List.of("approved", "rejected"), null, null, null, 10)))
                .containsExactly(rejected, approved);
    }

    @Test
    void listsTheTicketsOfAKindAndOfACluster() {
        var cluster = store.made("orders-cache");
        store.made("carts-cache");
        var deletion = store.added(SampleTickets.deletion(cluster));

        assertThat(tickets.list(new TicketQuery(all(), List.of(), "delete-cluster", null, null, 10)))
                .containsExactly(deletion);
        assertThat(tickets.list(new TicketQuery(all(), List.of(), null, cluster.id(), null, 10)))
                .extracting(Ticket::clusterId)
                .containsExactly(cluster.id(), cluster.id());
    }

    @Test
    void findsTheTicketThatIsWorkedOn() {
        var ticket = store.ordered("orders-cache");
        assertThat(tickets.working(ticket.clusterId())).isEmpty();

        var approved = store.change(ticket, held -> held.in(new Approved(LATER), LATER));

        assertThat(tickets.working(ticket.clusterId())).contains(approved);
        assertThat(tickets.working(new ClusterId(SampleTickets.id()))).isEmpty();
    }

    @Test
    void findsTheTicketsThatAreWorkedOnAtOnce() {
        var one = store.change(store.ordered("one"), held -> held.in(new Approved(LATER), LATER));
        var two = store.change(store.ordered("two"), held -> held.in(new Approved(LATER), LATER));
        var waiting = store.ordered("three");
        store.change(store.ordered("four"), held -> held.in(new Approved(LATER), LATER));

        assertThat(tickets.working(List.of(one.clusterId(), two.clusterId(), waiting.clusterId())))
                .containsOnly(entry(one.clusterId(), one), entry(two.clusterId(), two));
        assertThat(tickets.working(List.of())).isEmpty();
    }

    @Test
    void letsOneTicketWorkOnACluster() {
        var cluster = store.made("orders-cache");
        var one = store.added(SampleTickets.settings(cluster));
        var two = store.added(SampleTickets.deletion(cluster));
        store.change(one, held -> held.in(new Approved(LATER), LATER));

        assertThatExceptionOfType(ConcurrentChange.class)
                .isThrownBy(() -> store.change(two, held -> held.in(new Approved(LATER), LATER)));
    }

    @Test
    void findsTheOrderThatHoldsAName() {
        var ticket = store.ordered("orders-cache");

        assertThat(tickets.holders(SampleTenants.DEMO, "local", "orders-cache")).containsExactly(ordered(ticket));
        assertThat(tickets.holders(SampleTenants.ACME, "local", "orders-cache")).isEmpty();
        assertThat(tickets.holders(SampleTenants.DEMO, "north", "orders-cache")).isEmpty();
        assertThat(tickets.holders(SampleTenants.DEMO, "local", "carts-cache")).isEmpty();
    }

    @Test
    void findsTheClusterThatHoldsANameFirst() {
        var ticket = store.ordered("orders-cache");
        store.clusters().add(SampleClusters.of(ticket));

        assertThat(tickets.holders(SampleTenants.DEMO, "local", "orders-cache"))
                .containsExactly(new NameHolder.Existing(), ordered(ticket));
        assertThat(tickets.holders(SampleTenants.ACME, "local", "orders-cache")).isEmpty();
        assertThat(tickets.holders(SampleTenants.DEMO, "north", "orders-cache")).isEmpty();
        assertThat(tickets.holders(SampleTenants.DEMO, "local", "carts-cache")).isEmpty();
    }

    @Test
    void takesOneOrderOfAName() {
        store.ordered("orders-cache");

        assertThatExceptionOfType(ConcurrentChange.class)
                .isThrownBy(() -> store.transactions().inTransaction(() -> store.ordered("orders-cache")));
    }

    @Test
    void takesAnotherOrderOfANameOnceTheFirstHasEnded() {
        store.change(store.ordered("orders-cache"), held -> held.in(new Rejected(LATER, "No."), LATER));

        var second = store.ordered("orders-cache");

        assertThat(tickets.holders(SampleTenants.DEMO, "local", "orders-cache")).containsExactly(ordered(second));
    }

    @Test
    void readsCommentsFromTheOldestOn() {
        var ticket = store.ordered("orders-cache");
        var one = SampleTickets.comment(ticket, "Why so big?");
        var two = SampleTickets.comment(ticket, "Many orders.");
        var three = SampleTickets.comment(ticket, "Ah.");
        Stream.of(one, two, three).forEach(tickets::add);
        tickets.add(SampleTickets.comment(store.ordered("carts-cache"), "Elsewhere."));

        assertThat(tickets.comments(ticket.id(), null, 2)).containsExactly(one, two);
        assertThat(tickets.comments(ticket.id(), two.id(), 2)).containsExactly(three);
        assertThat(tickets.comment(two.id())).contains(two);
        assertThat(tickets.comment(SampleTickets.id())).isEmpty();
    }

    @Test
    void listsTheOldestFirstAndGoesOnAfterAPage() {
        var one = store.ordered("one");
        var two = store.ordered("two");
        var three = store.ordered("three");

        var first = tickets.list(new TicketQuery(TicketFilter.ALL, TicketOrder.OLDEST, null, 2));

        assertThat(first).containsExactly(one, two);
        assertThat(tickets.list(new TicketQuery(
                        TicketFilter.ALL, TicketOrder.OLDEST, TicketPlace.of(first.getLast(), TicketOrder.OLDEST), 2)))
                .containsExactly(three);
    }

    @Test
    void listsWhatWaitsLongestFirstAndGoesOnAfterAPage() {
        var approvedLast = store.change(store.ordered("one"), held -> held.in(new Approved(LATER), LATER));
        var waiting = store.ordered("two");
        store.change(store.ordered("three"), held -> held.in(new Rejected(LATER, "No."), LATER));
        var alsoWaiting = store.ordered("four");
        var started = store.change(
                store.ordered("five"),
                held -> held.in(new InProgress(FILED_AT.plusMillis(1), LATER, new Progress(1, 2, "Starting")), LATER));

        var listed = pages(TicketFilter.ALL, TicketOrder.WAITING_LONGEST, 2);

        assertThat(listed).containsExactly(waiting, alsoWaiting, started, approvedLast);
    }

    @Test
    void refusesAPlaceOfAnotherOrder() {
        var place = new TicketPlace(null, new TicketNumber(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TicketQuery(TicketFilter.ALL, TicketOrder.WAITING_LONGEST, place, 1));
    }

    @Test
    void listsTheTicketsOfAnEnvironment() {
        var cluster = store.made("orders-cache");
        var deletion = store.added(SampleTickets.deletion(cluster));
        var order = store.added(SampleTickets.order(SampleTenants.DEMO, "carts-cache", "production"));

        assertThat(found(inEnvironment("production"))).containsExactly(order);
        assertThat(found(inEnvironment("development"))).hasSize(2).first().isEqualTo(deletion);
        assertThat(found(inEnvironment("staging"))).isEmpty();
    }

    @Test
    void listsATicketInTheEnvironmentToWhichItWasCorrected() {
        var other = SampleTickets.order(SampleTenants.DEMO, "carts-cache", "production");
        var corrected = store.change(
                store.ordered("carts-cache"),
                held -> held.corrected(other.request(), other.preview(), List.of(), held.state(), "SHOP-13", LATER));

        assertThat(found(inEnvironment("production"))).containsExactly(corrected);
        assertThat(found(inEnvironment("development"))).isEmpty();
    }

    @Test
    void listsTheTicketsOfARequester() {
        var ticket = store.ordered("one");

        assertThat(found(requestedBy("dana"))).containsExactly(ticket);
        assertThat(found(requestedBy("dan"))).isEmpty();
    }

    @Test
    void listsWhatADeciderMayDecide() {
        var waiting = store.ordered("one");
        store.change(store.ordered("two"), held -> held.in(new Approved(LATER), LATER));
        var approvedByAda =
                store.change(store.ordered("three"), held -> held.in(new AwaitingApproval(2, List.of("ada")), LATER));
        var correctedByAda = store.change(
                store.ordered("four"),
                held -> held.in(new AwaitingApproval(1, List.of(), List.of("bob", "ada")), LATER));

        assertThat(found(decidableBy("ada", true, false))).containsExactly(waiting);
        assertThat(found(decidableBy("ada", true, true))).containsExactly(correctedByAda, waiting);
        assertThat(found(decidableBy("bob", true, false))).containsExactly(approvedByAda, waiting);
        assertThat(found(decidableBy("dana", true, false))).isEmpty();
        assertThat(found(decidableBy("dana", true, true))).containsExactly(correctedByAda, approvedByAda, waiting);
        assertThat(found(decidableBy("ada", false, true))).isEmpty();
    }

    @Test
    void listsWhatIsFailing() {
        var cluster = store.made("orders-cache");
        var failed = failed(store.added(SampleTickets.settings(cluster)), LATER);
        var away = store.change(
                store.ordered("north"),
                held -> held.in(new InProgress(FILED_AT, LATER, new Progress(1, 2, "Away"), true), LATER));
        var troubled = working(store.made("carts-cache"));
        store.change(
                store.clusters().find(troubled.clusterId()).orElseThrow(),
                held -> held.observed(
                        Observation.NOTHING, new Trouble(LATER, 2, "NoDisk", "The disk is full."), LATER));
        working(store.made("well-cache"));
        store.ordered("waiting");

        assertThat(found(FAILING)).containsExactly(troubled, away, failed);
    }

    @Test
    void isNotFailingAnyMoreOnceALaterChangeHasSucceeded() {
        var cluster = store.made("orders-cache");
        var earlier = fulfilled(store.added(SampleTickets.settings(cluster)), LATER.minusSeconds(1));
        var failed = failed(store.added(SampleTickets.settings(cluster)), LATER);
        assertThat(found(FAILING)).containsExactly(failed).doesNotContain(earlier);

        fulfilled(store.added(SampleTickets.settings(cluster)), LATER.plusSeconds(1));

        assertThat(found(FAILING)).isEmpty();
    }

    @Test
    void isNotFailingAnyMoreOnceTheClusterIsGone() {
        var cluster = store.made("orders-cache");
        failed(store.added(SampleTickets.deletion(cluster)), LATER);

        store.change(cluster, held -> held.gone(LATER));

        assertThat(found(FAILING)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "ORDERS cache",
                "cache orders",
                "\"session-cache\"",
                "VK-%d",
                "%d",
                "SHOP-12",
                "shop",
                "expensive",
                "\"far too\"",
                "agreed",
                "nonsense or agreed",
                "agreed -nonsense",
                "orders agreed expensive"
            })
    void findsATicketByWhatIsWrittenOnIt(String text) {
        var ticket = store.ordered("orders");
        tickets.add(SampleTickets.comment(ticket, "This is far too expensive!"));
        var decided = store.change(
                ticket,
                held -> held.decided(
                        new Decision("alice", Verdict.APPROVE, "Agreed, then.", LATER),
                        new AwaitingApproval(2, List.of("alice"))));

        assertThat(found(text.formatted(ticket.number().value()))).containsExactly(decided);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "orders nonsense",
                "\"too far\"",
                "-orders",
                "order -expensive",
                "\"\"",
                "?!",
                "expens"
            })
    void findsNoTicketByOtherWords(String text) {
        var ticket = store.ordered("orders");
        tickets.add(SampleTickets.comment(ticket, "This is far too expensive!"));

        assertThat(found(text)).isEmpty();
    }

    @Test
    void findsTheTicketsOfAClusterByItsName() {
        var cluster = store.made("carts");
        var deletion = store.added(SampleTickets.deletion(cluster));

        assertThat(found("carts")).hasSize(2).first().isEqualTo(deletion);
    }

    @Test
    void findsACorrectedTicketByItsNewWordsAndByWhatWasSaid() {
        var ticket = store.ordered("orders");
        tickets.add(SampleTickets.comment(ticket, "Which name?"));
        var other = SampleTickets.order("baskets");
        var corrected = store.change(
                ticket,
                held -> held.corrected(other.request(), other.preview(), List.of(), held.state(), "BUY-1", LATER));

        assertThat(found("baskets which name")).containsExactly(corrected);
        assertThat(found("buy")).containsExactly(corrected);
        assertThat(found("orders")).isEmpty();
        assertThat(found("shop -order")).isEmpty();
    }

    @Test
    void findsOnlyTheTicketsOfTheTenantsThatAreAskedFor() {
        var theirs = store.ordered(SampleTenants.ACME, "secret");
        var own = store.ordered(SampleTenants.DEMO, "secret");

        var found = new TicketFilter(only("demo"), List.of(), null, null, null, null, "secret", null, false);

        assertThat(tickets.list(new TicketQuery(found, TicketOrder.NEWEST, null, 10)))
                .containsExactly(own)
                .doesNotContain(theirs);
        assertThat(tickets.counts(found, NOBODY).total()).isEqualTo(1);
    }

    @Test
    void findsPageByPageInEachOrder() {
        var one = store.ordered("one-cache");
        store.ordered("other");
        var two = store.ordered("two-cache");
        var three = store.ordered("three-cache");

        var found = searching("cache");

        assertThat(pages(found, TicketOrder.NEWEST, 2)).startsWith(three, two).endsWith(one);
        assertThat(pages(found, TicketOrder.OLDEST, 1)).startsWith(one).endsWith(two, three);
        assertThat(pages(found, TicketOrder.WAITING_LONGEST, 2)).startsWith(one).endsWith(two, three);
    }

    @Test
    void takesACommentOfAnyLengthAndOfAnyWords() {
        var ticket = store.ordered("orders");
        var long1 = "\uD83D\uDE00 ".repeat(1300) + "x".repeat(100);
        for (int i = 0; i < 20; i++) {
            tickets.add(SampleTickets.comment(ticket, long1 + i));
        }

        assertThat(tickets.comments(ticket.id(), null, 30)).hasSize(20);
        assertThat(found("orders")).hasSize(1);
    }

    @Test
    void countsByStateAndWhatCanBeDecided() {
        store.ordered("one");
        store.change(store.ordered("two"), held -> held.in(new AwaitingApproval(2, List.of("ada")), LATER));
        store.change(store.ordered("three"), held -> held.in(new Rejected(LATER, "No."), LATER));
        store.ordered(SampleTenants.ACME, "four");

        assertThat(tickets.counts(TicketFilter.ALL, ADA))
                .isEqualTo(new TicketCounts(Map.of("awaiting-approval", 3L, "rejected", 1L), 2, true));
        assertThat(tickets.counts(of("demo"), ADA))
                .isEqualTo(new TicketCounts(Map.of("awaiting-approval", 2L, "rejected", 1L), 1, true));
        assertThat(tickets.counts(of("demo"), NOBODY).decidable()).isZero();
        assertThat(tickets.counts(searching("two or four"), ADA))
                .isEqualTo(new TicketCounts(Map.of("awaiting-approval", 2L), 1, true));
        assertThat(tickets.counts(of(), ADA)).isEqualTo(new TicketCounts(Map.of(), 0, true));
    }

    @Test
    void countsUpToALimit() {
        store.ordered("one");
        store.ordered("two");
        store.ordered(SampleTenants.ACME, "three");

        assertThat(tickets.count(TicketFilter.ALL, 2)).isEqualTo(2);
        assertThat(tickets.count(of("demo"), 10)).isEqualTo(2);
        assertThat(tickets.count(searching("three"), 10)).isEqualTo(1);
        assertThat(tickets.count(of(), 10)).isZero();
    }

    @Test
    void tellsHowLongTicketsTook() {
        for (int i = 1; i <= 4; i++) {
            var decidedAt = FILED_AT.plusSeconds(10 * i);
            store.change(
                    store.ordered("cache-" + i),
                    held -> held.in(new Fulfilled(decidedAt, decidedAt, decidedAt.plusMillis(1500)), LATER));
        }
        store.change(store.ordered("small"), held -> held.in(new Approved(FILED_AT), LATER));
        store.change(store.ordered("refused"), held -> held.in(new Rejected(FILED_AT.plusSeconds(50), "No."), LATER));
        store.change(store.ordered("taken-back"), held -> held.in(new Cancelled(null, LATER, "No."), LATER));
        store.ordered("waiting");
        store.change(
                store.ordered(SampleTenants.ACME, "other"),
                held -> held.in(new Rejected(FILED_AT.plusSeconds(500), "No."), LATER));

        assertThat(tickets.serviceLevels(only("demo"), FILED_AT))
                .containsExactly(new ServiceLevel(
                        "order-cluster",
                        new Took(6, Duration.ofSeconds(25), Duration.ofMillis(47_500)),
                        1,
                        new Took(4, Duration.ofMillis(1500), Duration.ofMillis(1500))));
        assertThat(tickets.serviceLevels(all(), FILED_AT.plusSeconds(45)))
                .extracting(
                        ServiceLevel::timeToDecide, level -> level.timeToReady().count())
                .containsExactly(tuple(new Took(2, Duration.ofSeconds(275), Duration.ofMillis(477_500)), 0L));
        assertThat(tickets.serviceLevels(only(), FILED_AT)).isEmpty();
        assertThat(tickets.serviceLevels(all(), LATER.plusSeconds(1000))).isEmpty();
    }

    @Test
    void takesNothingForSlowThatWasPutOff() {
        var started = FILED_AT.plusSeconds(3600);
        store.change(
                store.added(SampleTickets.order("cache").rescheduled(new When.At(started), started, WAITING, FILED_AT)),
                held -> held.in(new Fulfilled(FILED_AT, started, started.plusMillis(1500)), started));

        assertThat(tickets.serviceLevels(all(), FILED_AT))
                .extracting(ServiceLevel::timeToReady)
                .containsExactly(new Took(1, Duration.ofMillis(1500), Duration.ofMillis(1500)));
    }

    private List<Ticket> pages(TicketFilter filter, TicketOrder order, int limit) {
        var all = new ArrayList<Ticket>();
        List<Ticket> page;
        do {
            var after = all.isEmpty() ? null : TicketPlace.of(all.getLast(), order);
            page = tickets.list(new TicketQuery(filter, order, after, limit));
            all.addAll(page);
        } while (page.size() == limit);
        return all;
    }

    private List<Ticket> found(TicketFilter filter) {
        return tickets.list(new TicketQuery(filter, TicketOrder.NEWEST, null, 10));
    }

    private List<Ticket> found(String text) {
        return found(searching(text));
    }

    private Ticket working(Cluster cluster) {
        return store.change(
                store.added(SampleTickets.settings(cluster)),
                held -> held.in(new InProgress(FILED_AT, LATER, new Progress(1, 2, "Changing")), LATER));
    }

    private Ticket failed(Ticket ticket, Instant at) {
        return store.change(ticket, held -> held.in(new Failed(FILED_AT, FILED_AT, at, "It broke."), at));
    }

    private Ticket fulfilled(Ticket ticket, Instant at) {
        return store.change(ticket, held -> held.in(new Fulfilled(FILED_AT, FILED_AT, at), at));
    }

    private static TicketFilter of(String... tenants) {
        return new TicketFilter(only(tenants), List.of(), null, null, null, null, null, null, false);
    }

    private static TicketFilter inEnvironment(String environment) {
        return new TicketFilter(all(), List.of(), null, null, environment, null, null, null, false);
    }

    private static TicketFilter requestedBy(String requester) {
        return new TicketFilter(all(), List.of(), null, null, null, requester, null, null, false);
    }

    private static TicketFilter searching(String text) {
        return new TicketFilter(all(), List.of(), null, null, null, null, text, null, false);
    }

    private static TicketFilter decidableBy(String name, boolean decides, boolean ownToo) {
        return new TicketFilter(
                all(), List.of(), null, null, null, null, null, new Decider(name, decides, ownToo), false);
    }

    private static NameHolder ordered(Ticket ticket) {
        return new NameHolder.Ordered(ticket.id(), ticket.number());
    }

    private static Optional<Set<String>> all() {
        return Optional.empty();
    }

    private static Optional<Set<String>> only(String... tenants) {
        return Optional.of(Set.of(tenants));
    }
}
