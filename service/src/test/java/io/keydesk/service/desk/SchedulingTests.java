package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.NameTaken;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulingTests {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final When IN_WINDOW = new When.Window();

    /** From Sunday, 03:00 to 05:00: the clock of the desk begins on the Saturday before, at 08:00. */
    private static final Instant SUNDAY = Instant.parse("2026-11-22T03:00:00Z");

    private final Desk desk = new Desk();

    @Test
    void waitsForItsTime() {
        var cluster = desk.ready("cache", "development");
        var when = desk.in(HOUR);

        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), when);

        assertThat(ticket).isScheduledFor(((When.At) when).time());
        assertThat(desk.schedule.dueAt(ticket.id())).contains(((When.At) when).time());
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(1);
        assertThat(desk.clusterReading.scheduled(List.of(cluster))).containsOnlyKeys(cluster.id());
        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::from, Event::to, Event::message)
                .containsExactly(
                        "ticket-approved",
                        "awaiting-approval",
                        "scheduled",
                        "Approved. Due at 2026-11-21T09:00:00.123456Z.");
    }

    @Test
    void isCarriedOutWhenItsTimeHasCome() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));
        int woken = desk.queue.woken().size();

        desk.pass(HOUR);

        assertThat(desk.ticket(ticket)).isApproved();
        assertThat(desk.cluster(cluster.id()).desired())
                .extracting(Revision::number, Revision::ticket, Revision::by)
                .containsExactly(2, ticket.id().value(), "ada");
        assertThat(desk.queue.woken()).hasSize(woken + 1).endsWith(cluster.id());
        assertThat(desk.events(ticket)).contains("ticket-due");
        assertThat(desk.clusterReading.scheduled(List.of(cluster))).isEmpty();
    }

    @Test
    void isNotCarriedOutBefore() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));

        assertThat(desk.scheduling.carryOut(ticket.id())).isTrue();
        desk.pass(HOUR.minusMillis(1));

        assertThat(desk.ticket(ticket)).isScheduledFor(desk.clock.instant().plusMillis(1));
        assertThat(desk.clusters.find(ticket.clusterId())).isEmpty();
    }

    @Test
    void isCarriedOutOnce() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));
        desk.pass(HOUR);

        assertThat(desk.scheduling.carryOut(ticket.id())).isFalse();

        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
        assertThat(desk.events(ticket)).containsOnlyOnce("ticket-due");
    }

    @Test
    void isCarriedOutLateRatherThanNever() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));

        desk.pass(Duration.ofDays(2));

        assertThat(desk.ticket(ticket)).isApproved();
    }

    @Test
    void changesTheClusterAsItIsByThen() {
        var cluster = desk.ready("cache", "development");
        desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));
        desk.end(desk.approved(Desk.settings(cluster, "databases", 32)));

        desk.pass(HOUR);

        assertThat(desk.cluster(cluster.id()).desired().state().settings())
                .containsEntry("databases", "32")
                .containsEntry("timeout", "60");
    }

    @Test
    void letsOtherTicketsBeApprovedMeanwhile() {
        var cluster = desk.ready("cache", "development");
        desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));

        assertThat(desk.approved(Desk.settings(cluster, "timeout", 90))).isApproved();
    }

    @Test
    void isScheduledThoughAnotherTicketWorks() {
        var cluster = desk.ready("cache", "development");
        desk.approved(Desk.settings(cluster, "timeout", 90));

        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));

        assertThat(ticket).isScheduledFor(desk.clock.instant().plus(HOUR));
    }

    @Test
    void waitsForTheTicketThatIsInItsWayAndSaysSoOnce() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));
        var other = desk.approved(Desk.settings(cluster, "timeout", 90));
        desk.pass(HOUR);
        desk.pass(Duration.ofMinutes(1));
        assertThat(desk.ticket(ticket)).isScheduledAndWaitsFor(other.number().toString());

        desk.end(other);
        desk.pass(Duration.ofMinutes(1));

        assertThat(desk.ticket(ticket)).isApproved();
        assertThat(desk.events(ticket)).containsOnlyOnce("ticket-waits");
    }

    @Test
    void letsThoseThatAreDueAtOnceComeOneAfterTheOther() {
        var cluster = desk.ready("cache", "development");
        var when = desk.in(HOUR);
        var first = desk.scheduled(Desk.settings(cluster, "timeout", 60), when);
        var second = desk.scheduled(Desk.settings(cluster, "timeout", 90), when);
        desk.clock.advance(HOUR);

        assertThat(desk.scheduling.carryOut(second.id())).isTrue();
        assertThat(desk.ticket(second)).isScheduledAndWaitsFor(first.number().toString());
        assertThat(desk.scheduling.carryOut(first.id())).isFalse();
        desk.end(first);
        assertThat(desk.scheduling.carryOut(second.id())).isFalse();

        assertThat(desk.cluster(cluster.id()).desired().state().settings()).containsEntry("timeout", "90");
    }

    @Test
    void failsWithTheWayOutWhereTheQuotaIsUsedByThen() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(0, 8192 * Desk.MIB))));

        desk.pass(HOUR);

        assertThat(desk.ticket(ticket)).hasFailedBecause("quota is 0 clusters").hasFailedBecause("an admin retry");
        assertThat(desk.clusters.find(ticket.clusterId())).isEmpty();
        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::from, Event::to)
                .containsExactly("ticket-failed", "scheduled", "failed");
    }

    @Test
    void failsWhereTheClusterIsBeingDeletedByThen() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));
        desk.end(desk.approved(Desk.deletion(cluster)));

        desk.pass(HOUR);

        assertThat(desk.ticket(ticket)).hasFailedBecause("Cluster cache is deleting");
    }

    @Test
    void failsWhereTheClusterIsGoneByThen() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));
        desk.clusters.update(desk.cluster(cluster.id()).gone(desk.clock.instant()));

        desk.pass(HOUR);

        assertThat(desk.ticket(ticket)).hasFailedBecause("Cluster cache is deleted");
    }

    @Test
    void failsWhereWhatItAsksForBreaksARuleByThen() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));
        desk.region.become(new Region("north", "local", true, null, null));

        desk.pass(HOUR);

        assertThat(desk.ticket(ticket)).hasFailedBecause("region must be one of north");
    }

    @Test
    void isRetriedAfterItCouldNotBegin() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(0, 8192 * Desk.MIB))));
        desk.pass(HOUR);
        desk.tenants.put(SampleTenants.all());

        var retried = assertThat(desk.deciding.retry(Desk.ADMIN, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(retried).isInProgress();
        assertThat(desk.cluster(ticket).desired().number()).isEqualTo(1);
    }

    @Test
    void keepsTheNameOfAnOrderMeanwhile() {
        desk.scheduled(Desk.order("cache"), desk.in(HOUR));

        assertThat(desk.filing.file(Desk.REQUESTER, Desk.filingOf(Desk.order("cache")), Optional.empty()))
                .isRefusedAs(NameTaken.class);
    }

    @Test
    void isRefusedWhenApprovedThoughItDoesNotFit() {
        var ticket = desk.filed(Desk.order("cache"), desk.in(HOUR));
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(0, 8192 * Desk.MIB))));

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(QuotaExceeded.class);
    }

    @Test
    void isNotApprovedAfterItsTime() {
        var ticket = desk.filed(Desk.order("cache"), desk.in(HOUR));
        desk.clock.advance(HOUR);

        var refusal = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);

        assertThat(refusal.detail()).contains("which has passed", "moves it");
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
    }

    @Test
    void isScheduledByAPolicy() {
        var automatic = new Desk(new ApprovalRules(true, true, true, 8192 * Desk.MIB, false));

        var ticket = automatic.filed(Desk.order("cache"), automatic.in(HOUR));

        assertThat(ticket).isScheduledFor(automatic.clock.instant().plus(HOUR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S", "P90DT0.000001S"})
    void refusesATimeThatIsPastOrTooFar(Duration ahead) {
        var filing = new FileTicket(
                Desk.order("cache"), Optional.empty(), Optional.empty(), Optional.empty(), desk.in(ahead));

        assertThat(desk.filing.file(Desk.REQUESTER, filing, Optional.empty())).isInvalidIn("when.at");
    }

    @Test
    void takesATimeThatIsFarAhead() {
        assertThat(desk.filed(Desk.order("cache"), desk.in(Duration.ofDays(90))))
                .isAwaitingApproval();
    }

    @Test
    void refusesTheWindowOfAClusterThatHasNone() {
        var cluster = desk.ready("cache", "development");
        var filing = new FileTicket(
                Desk.settings(cluster, "timeout", 60), Optional.empty(), Optional.empty(), Optional.empty(), IN_WINDOW);

        assertThat(desk.filing.file(Desk.REQUESTER, filing, Optional.empty())).isInvalidIn("when.maintenanceWindow");
    }

    @Test
    void refusesTheWindowOfAClusterThatIsYetToBeMade() {
        var filing =
                new FileTicket(Desk.order("cache"), Optional.empty(), Optional.empty(), Optional.empty(), IN_WINDOW);

        assertThat(desk.filing.file(Desk.REQUESTER, filing, Optional.empty())).isInvalidIn("when.maintenanceWindow");
    }

    @Test
    void waitsForTheWindow() {
        var cluster = maintained();

        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), IN_WINDOW);
        assertThat(ticket).isScheduledFor(SUNDAY);
        desk.pass(Duration.between(desk.clock.instant(), SUNDAY));

        assertThat(desk.ticket(ticket)).isApproved();
    }

    @Test
    void beginsAtOnceInAnOpenWindow() {
        var cluster = maintained();
        desk.pass(Duration.between(desk.clock.instant(), SUNDAY.plusSeconds(60)));

        assertThat(desk.scheduled(Desk.settings(cluster, "timeout", 60), IN_WINDOW))
                .isApproved();
    }

    @Test
    void waitsForTheNextWindowWhereTheOneBeforeIsOver() {
        var cluster = maintained();
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), IN_WINDOW);
        desk.approved(Desk.settings(cluster, "timeout", 90));
        desk.pass(Duration.between(desk.clock.instant(), SUNDAY));
        assertThat(desk.ticket(ticket)).isScheduledAndWaitsFor("Ticket VK-");

        desk.pass(Duration.ofHours(2));

        assertThat(desk.ticket(ticket)).isScheduledFor(SUNDAY.plus(Duration.ofDays(7)));
        assertThat(desk.events(ticket)).endsWith("ticket-moved");
    }

    @Test
    void isMoved() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));
        var later = desk.in(HOUR.multipliedBy(3));

        var moved = assertThat(
                        desk.scheduling.move(Desk.REQUESTER, Desk.ref(ticket), later, Desk.saying("After the sale")))
                .given();

        assertThat(moved).isScheduledFor(((When.At) later).time());
        assertThat(moved.when()).isEqualTo(later);
        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::actor, Event::message)
                .containsExactly("ticket-moved", "dana", "Moved to 2026-11-21T11:00:00.123456Z: After the sale");
        desk.pass(HOUR);
        assertThat(desk.ticket(ticket)).isScheduledFor(((When.At) later).time());
        desk.pass(HOUR.multipliedBy(2));
        assertThat(desk.ticket(ticket)).isApproved();
    }

    @Test
    void isMovedWhileItWaitsForApproval() {
        var ticket = desk.filed(Desk.order("cache"), desk.in(HOUR));
        var later = desk.in(HOUR.multipliedBy(3));

        desk.scheduling.move(Desk.REQUESTER, Desk.ref(ticket), later, Desk.NO_REMARK);
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);

        assertThat(desk.ticket(ticket)).isScheduledFor(((When.At) later).time());
    }

    @Test
    void isMovedIntoTheWindow() {
        var cluster = maintained();
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));

        var moved = assertThat(desk.scheduling.move(Desk.REQUESTER, Desk.ref(ticket), IN_WINDOW, Desk.NO_REMARK))
                .given();

        assertThat(moved).isScheduledFor(SUNDAY);
    }

    @Test
    void beginsWhenItIsMovedIntoAnOpenWindow() {
        var cluster = maintained();
        desk.clock.advance(Duration.between(desk.clock.instant(), SUNDAY));
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(Duration.ofDays(1)));

        var moved = assertThat(desk.scheduling.move(Desk.REQUESTER, Desk.ref(ticket), IN_WINDOW, Desk.NO_REMARK))
                .given();

        assertThat(moved).isApproved();
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
    }

    @Test
    void isNotMovedIntoThePast() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));

        assertThat(desk.scheduling.move(
                        Desk.REQUESTER, Desk.ref(ticket), desk.in(Duration.ofHours(-1)), Desk.NO_REMARK))
                .isInvalidIn("when.at");
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void startsBeforeItsTime() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));

        var started = assertThat(desk.scheduling.start(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(started).isApproved();
        assertThat(desk.cluster(cluster.id()).desired().by()).isEqualTo("dana");
        desk.pass(HOUR);
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
    }

    @Test
    void doesNotStartWhileAnotherTicketWorks() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(HOUR));
        desk.approved(Desk.settings(cluster, "timeout", 90));

        assertThat(desk.scheduling.start(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(TicketInTheWay.class);
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void isCancelledWithoutATrace() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.deletion(cluster), desk.in(HOUR));

        var cancelled = assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();
        desk.pass(HOUR);

        assertThat(cancelled).isCancelled();
        assertThat(desk.cluster(cluster.id())).isEqualTo(cluster);
    }

    @Test
    void isLeftAloneByApprovers() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(HOUR));

        assertThat(desk.scheduling.start(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(Forbidden.class);
    }

    @Test
    void isDueInAWindowThatIsSetAnew() {
        var cluster = maintained();
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), IN_WINDOW);

        assertThat(desk.maintaining.maintain(
                        Desk.REQUESTER, cluster.id().toString(), window("monday"), OptionalLong.empty()))
                .isGiven();
        desk.pass(Duration.ZERO);

        assertThat(desk.ticket(ticket)).isScheduledFor(SUNDAY.plus(Duration.ofDays(1)));
    }

    @Test
    void keepsTheWindowThatItWaitsFor() {
        var cluster = maintained();
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), IN_WINDOW);

        var inTheWay = assertThat(desk.maintaining.stopMaintaining(
                        Desk.REQUESTER, cluster.id().toString(), OptionalLong.empty()))
                .isRefusedAs(TicketInTheWay.class);

        assertThat(inTheWay.number()).isEqualTo(ticket.number().toString());
        assertThat(desk.cluster(cluster.id()).maintenanceWindow()).isNotNull();
    }

    @Test
    void isNotApprovedForAWindowThatWasTakenAway() {
        var cluster = maintained();
        Ticket ticket = desk.filed(Desk.settings(cluster, "timeout", 60), IN_WINDOW);
        desk.maintaining.stopMaintaining(Desk.REQUESTER, cluster.id().toString(), OptionalLong.empty());

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);
    }

    private Cluster maintained() {
        var cluster = desk.ready("cache", "development");
        desk.maintaining.maintain(Desk.REQUESTER, cluster.id().toString(), window("sunday"), OptionalLong.empty());
        return desk.cluster(cluster.id());
    }

    private static MaintenanceWindow window(String weekday) {
        return assertThat(MaintenanceWindow.parse(weekday, "03:00", "PT2H", "UTC"))
                .given();
    }
}
