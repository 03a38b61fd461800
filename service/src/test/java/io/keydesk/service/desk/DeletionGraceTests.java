package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.ticket.TicketState.Scheduled;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeletionGraceTests {

    private static final Duration GRACE = Duration.ofHours(24);

    /** Its clock begins on a Saturday, at 08:00. */
    private final Desk desk =
            new Desk(new ApprovalRules(true, false, false, 0, false), new DeletionGrace(GRACE, Duration.ZERO));

    @Test
    void letsAProductionClusterGoOnForThatLong() {
        var cluster = desk.ready("cache", "production");

        var ticket = desk.approved(Desk.deletion(cluster));

        assertThat(ticket.state())
                .isEqualTo(
                        new Scheduled(desk.clock.instant(), desk.clock.instant().plus(Duration.ofHours(24)), null));
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isFalse();
        desk.clock.advance(Duration.ofHours(25));
        desk.scheduling.carryOut(ticket.id());
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isTrue();
    }

    @Test
    void isTakenBackByCancelling() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.approved(Desk.deletion(cluster));

        assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.saying("We need it still")))
                .isGiven();

        desk.clock.advance(Duration.ofHours(25));
        desk.scheduling.carryOut(ticket.id());
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isFalse();
    }

    @Test
    void isNotForItsRequesterToEndBefore() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.approved(Desk.deletion(cluster));

        assertThat(assertThat(desk.scheduling.start(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                        .isRefusedAs(Forbidden.class)
                        .detail())
                .contains(desk.clock.instant().plus(GRACE).toString(), "ask an admin");

        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void endsWhenAnAdminStartsItBefore() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.approved(Desk.deletion(cluster));

        assertThat(desk.scheduling.start(Desk.ADMIN, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();

        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isTrue();
    }

    @Test
    void isForItsRequesterToEndOnceItIsOver() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.scheduled(Desk.deletion(cluster), desk.in(Duration.ofDays(3)));
        desk.clock.advance(GRACE);

        assertThat(desk.scheduling.start(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();
    }

    @Test
    void isAddedToATimeThatWouldComeBefore() {
        var cluster = desk.ready("cache", "production");

        var ticket = desk.scheduled(Desk.deletion(cluster), desk.in(Duration.ofHours(1)));

        assertThat(ticket).isScheduledFor(desk.clock.instant().plus(GRACE));
        desk.pass(GRACE.minusMillis(1));
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isFalse();
        desk.pass(Duration.ofMillis(1));
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isTrue();
    }

    @Test
    void leavesALaterTime() {
        var when = desk.in(Duration.ofDays(3));

        var ticket = desk.scheduled(Desk.deletion(desk.ready("cache", "production")), when);

        assertThat(ticket).isScheduledFor(((When.At) when).time());
    }

    @Test
    void isNotOverInAWindowThatIsOpen() {
        var cluster = maintained("saturday", "08:00", "PT4H");

        var ticket = desk.scheduled(Desk.deletion(cluster), new When.Window());

        assertThat(ticket).isScheduledFor(Instant.parse("2026-11-28T08:00:00Z"));
    }

    @Test
    void endsWithinAWindowThatIsOpenThen() {
        var cluster = maintained("sunday", "03:00", "PT8H");

        var ticket = desk.scheduled(Desk.deletion(cluster), new When.Window());

        assertThat(ticket).isScheduledFor(desk.clock.instant().plus(GRACE));
        desk.pass(GRACE);
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isTrue();
    }

    @Test
    void isNotEndedByAnotherWindow() {
        var cluster = maintained("monday", "03:00", "PT8H");
        var ticket = desk.scheduled(Desk.deletion(cluster), new When.Window());

        maintain(cluster, "saturday", "08:00", "PT4H");
        desk.pass(Duration.ZERO);

        assertThat(desk.ticket(ticket)).isScheduledFor(Instant.parse("2026-11-28T08:00:00Z"));
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isFalse();
    }

    @Test
    void isNotEndedByMoving() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.approved(Desk.deletion(cluster));
        var end = desk.clock.instant().plus(GRACE);

        var moved = assertThat(desk.scheduling.move(
                        Desk.REQUESTER, Desk.ref(ticket), desk.in(Duration.ofHours(1)), Desk.NO_REMARK))
                .given();

        assertThat(moved).isScheduledFor(end);
        assertThat(moved.preview().dueAt()).isEqualTo(end);
        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .last()
                .extracting(Event::message)
                .asString()
                .contains("due at " + end);
        maintain(cluster, "saturday", "08:00", "PT4H");
        assertThat(assertThat(desk.scheduling.move(Desk.REQUESTER, Desk.ref(ticket), new When.Window(), Desk.NO_REMARK))
                        .given())
                .isScheduledFor(Instant.parse("2026-11-28T08:00:00Z"));
    }

    @Test
    void isToldBeforeAnyoneDecides() {
        var cluster = desk.ready("cache", "production");
        var end = desk.clock.instant().plus(GRACE);

        var preview = assertThat(desk.filing.preview(Desk.REQUESTER, Desk.deletion(cluster), Optional.empty()))
                .given();

        assertThat(preview.dueAt()).isEqualTo(end);
        assertThat(preview.warnings())
                .containsExactly(
                        "Approved now, at %s, the cluster and its connection go on until %s, which is PT24H after the approval or later; cancelling the ticket until then takes the deletion back."
                                .formatted(desk.clock.instant(), end),
                        "All data of the cluster is lost after that, and its connection stops working: nothing can be read or written any more.",
                        "This is a production cluster.");
    }

    private Cluster maintained(String weekday, String start, String length) {
        var cluster = desk.ready("cache", "production");
        maintain(cluster, weekday, start, length);
        return desk.cluster(cluster.id());
    }

    private void maintain(Cluster cluster, String weekday, String start, String length) {
        var window = assertThat(MaintenanceWindow.parse(weekday, start, length, "UTC"))
                .given();
        assertThat(desk.maintaining.maintain(Desk.REQUESTER, cluster.id().toString(), window, OptionalLong.empty()))
                .isGiven();
    }

    @Test
    void isNoneInOtherEnvironments() {
        var cluster = desk.ready("cache", "development");

        desk.approved(Desk.deletion(cluster));

        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isTrue();
    }
}
