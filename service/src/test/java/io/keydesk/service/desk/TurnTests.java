package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.reconcile.TakingBack;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.Preview.SettingChange;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tickets of one cluster that meet: they come one after the other, and each says what it waits for. */
class TurnTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Desk desk = new Desk();
    private final Cluster cluster = desk.ready("cache", "production");

    @Test
    void waitsForTheTicketThatIsWorkedOnAndBeginsByItself() {
        var first = desk.approved(Desk.settings(cluster, "timeout", 60));
        var second = desk.approved(Desk.settings(cluster, "databases", 32));
        assertThat(second).isScheduledAndWaitsFor("Ticket %s is working".formatted(first.number()));
        assertThat(desk.timeline.ofTicket(second.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::from, Event::to, Event::message)
                .containsExactly(
                        "ticket-approved",
                        "awaiting-approval",
                        "scheduled",
                        "Approved. It waits for its turn. Ticket VK-2 is working on the cluster: wait for it, or cancel it.");

        desk.pass(MINUTE);
        assertThat(desk.ticket(second)).isEqualTo(second);
        desk.end(first);
        desk.pass(MINUTE);

        assertThat(desk.ticket(second)).isApproved();
        assertThat(desk.cluster(cluster.id()).desired())
                .extracting(Revision::number, Revision::by)
                .containsExactly(3, "ada");
        assertThat(desk.events(second))
                .endsWith("ticket-approved", "ticket-due")
                .doesNotContain("ticket-waits");
    }

    @Test
    void letsThoseThatWaitComeInTheirOrderAndNobodyBeforeThem() {
        var first = desk.approved(Desk.settings(cluster, "timeout", 60));
        var second = desk.approved(Desk.settings(cluster, "databases", 32));
        desk.clock.advance(MINUTE);
        var third = desk.approved(Desk.settings(cluster, "tcp-keepalive", 30));
        desk.end(first);
        var fourth = desk.approved(new ChangeAccess(cluster.id(), List.of("web"), List.of()));
        assertThat(fourth).isScheduledAndWaitsFor("Ticket %s is due before it".formatted(second.number()));

        for (var next : List.of(second, third, fourth)) {
            desk.pass(MINUTE);
            assertThat(desk.ticket(next)).isApproved();
            desk.end(next);
        }

        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(5);
    }

    @Test
    void asksAgainWhereItWouldDoSomethingElseByItsTurn() {
        var first = desk.approved(Desk.settings(cluster, "timeout", 60));
        var second = desk.approved(Desk.settings(cluster, "timeout", 90));
        assertThat(second.preview().settings()).containsExactly(new SettingChange("timeout", "60", "90", true));
        takeBack(first);

        desk.pass(MINUTE);

        var asked = desk.ticket(second);
        assertThat(asked).isAwaitingApprovalOf(1);
        assertThat(asked.preview().settings()).containsExactly(new SettingChange("timeout", "0", "90", true));
        assertThat(asked.preview().warnings()).isEmpty();
        assertThat(asked.decisions()).hasSize(1);
        assertThat(desk.timeline.ofTicket(second.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::from, Event::to, Event::message)
                .containsExactly(
                        "ticket-previewed",
                        "scheduled",
                        "awaiting-approval",
                        "The preview was made anew. Settings would change: timeout from 0 to 90; not: timeout from 60 to 90.");
        assertThat(desk.cluster(cluster.id()).desired().state().settings()).containsEntry("timeout", "0");
        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(second), Desk.NO_REMARK))
                .isGiven();
        assertThat(desk.ticket(second)).isApproved();
    }

    @Test
    void asksEverybodyAgainButWhoHasCorrectedIt() {
        var working = desk.approved(new ChangePlan(cluster.id(), "m"));
        var ticket = desk.filed(new PowerOff(cluster.id()));
        var correction = new CorrectTicket(Optional.of(ticket.request()), Optional.empty(), Optional.empty());
        desk.correcting.correct(Desk.REQUESTER_AND_APPROVER, Desk.ref(ticket), correction, OptionalLong.empty());
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);
        desk.deciding.approve(Desk.SECOND_APPROVER, Desk.ref(ticket), Desk.NO_REMARK);
        assertThat(desk.ticket(ticket)).isScheduledAndWaitsFor(working.number().toString());
        takeBack(working);

        desk.pass(MINUTE);

        assertThat(desk.ticket(ticket).state()).isEqualTo(new AwaitingApproval(2, List.of(), List.of("dora")));
    }

    @Test
    void beginsWhereWhatHasChangedMakesNoDifferenceForIt() {
        var first = desk.approved(Desk.settings(cluster, "timeout", 60));
        var second = desk.approved(Desk.settings(cluster, "databases", 32));
        takeBack(first);

        desk.pass(MINUTE);

        assertThat(desk.ticket(second)).isApproved();
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(4);
    }

    @Test
    void asksNobodyOfWhatAPolicyApproved() {
        var automatic = new Desk(new ApprovalRules(true, true, false, 0, true));
        var existing = automatic.ready("cache", "development");
        var first = automatic.filed(Desk.settings(existing, "timeout", 60));
        var second = automatic.filed(Desk.settings(existing, "timeout", 90));
        takeBack(automatic, first);

        automatic.pass(MINUTE);

        assertThat(automatic.ticket(second)).isApproved();
    }

    @Test
    void isNotStartedBeforeItsTurn() {
        var first = desk.approved(Desk.settings(cluster, "timeout", 60));
        var second = desk.approved(Desk.settings(cluster, "timeout", 90));

        assertThat(desk.scheduling.start(Desk.REQUESTER, Desk.ref(second), Desk.NO_REMARK))
                .isRefusedAs(TicketInTheWay.class);
        takeBack(first);
        assertThat(desk.scheduling.start(Desk.REQUESTER, Desk.ref(second), Desk.NO_REMARK))
                .isRefusedAs(PreviewStale.class);
        assertThat(desk.ticket(second)).isAwaitingApproval();
    }

    @Test
    void isPutOffOrTakenBackWhileItWaits() {
        desk.approved(Desk.settings(cluster, "timeout", 60));
        var second = desk.approved(Desk.settings(cluster, "databases", 32));
        var third = desk.approved(Desk.settings(cluster, "tcp-keepalive", 30));

        assertThat(desk.scheduling.move(Desk.REQUESTER, Desk.ref(second), desk.in(Duration.ofHours(1)), Desk.NO_REMARK))
                .isGiven();
        assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(third), Desk.NO_REMARK))
                .isGiven();

        assertThat(desk.ticket(second)).isScheduledFor(desk.clock.instant().plus(Duration.ofHours(1)));
        assertThat(desk.ticket(third)).isCancelled();
    }

    @Test
    void waitsWithADrillUntilTheClusterIsWellAgain() {
        var drill = desk.filed(new FailOver(cluster.id()));
        var change = desk.started(Desk.settings(cluster, "timeout", 60));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(drill), Desk.NO_REMARK);

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(drill), Desk.NO_REMARK))
                .isGiven();

        assertThat(desk.ticket(drill)).isScheduledAndWaitsFor(change.number().toString());
    }

    @Test
    void powersOnBehindPoweringOff() {
        var off = approvedByTwo(new PowerOff(cluster.id()));

        var on = desk.approved(new PowerOn(cluster.id()));

        assertThat(on).isScheduledAndWaitsFor(off.number().toString());
    }

    @Test
    void refusesASecondRotationBehindTheFirstWithItsNumber() {
        var second = desk.filed(new RotateCredentials(cluster.id(), "", false));
        var first = desk.approved(new RotateCredentials(cluster.id(), "PT1H", false));

        assertThat(inTheWay(second)).isEqualTo(first.number().toString());
    }

    @Test
    void refusesAChangeBehindADeletionThatIsNext() {
        var change = desk.filed(Desk.settings(cluster, "databases", 32));
        desk.approved(Desk.settings(cluster, "timeout", 60));
        var deletion = approvedByTwo(Desk.deletion(cluster));

        assertThat(inTheWay(change)).isEqualTo(deletion.number().toString());
        assertThat(desk.filing.file(
                        Desk.REQUESTER, Desk.filingOf(Desk.settings(cluster, "timeout", 90)), Optional.empty()))
                .isRefusedAs(TicketInTheWay.class);
    }

    @Test
    void refusesToDeleteWhatAnotherTicketDeletesInTheEnd() {
        var graceful = new Desk(
                new ApprovalRules(true, false, false, 0, false), new DeletionGrace(Duration.ofDays(1), Duration.ZERO));
        var existing = graceful.ready("cache", "production");
        var waiting = graceful.filed(Desk.deletion(existing));
        var first = graceful.approved(Desk.deletion(existing));

        for (var refused : List.of(
                graceful.filing.file(Desk.REQUESTER, Desk.filingOf(Desk.deletion(existing)), Optional.empty()),
                graceful.deciding.approve(Desk.APPROVER, Desk.ref(waiting), Desk.NO_REMARK))) {
            var inTheWay = assertThat(refused).isRefusedAs(TicketInTheWay.class);
            assertThat(inTheWay.number()).isEqualTo(first.number().toString());
            assertThat(inTheWay.detail())
                    .contains("is due at " + graceful.clock.instant().plus(Duration.ofDays(1)));
        }
        assertThat(graceful.approved(Desk.settings(existing, "timeout", 60))).isApproved();
    }

    @Test
    void saysWhichTicketDeletesTheCluster() {
        var deletion = approvedByTwo(Desk.deletion(cluster));

        assertThat(assertThat(desk.filing.preview(Desk.REQUESTER, Desk.deletion(cluster), Optional.empty()))
                        .isRefusedAs(WrongState.class)
                        .detail())
                .isEqualTo("Cluster cache is deleting (ticket %s).".formatted(deletion.number()));
    }

    @Test
    void previewsWhatComesBeforeIt() {
        var working = desk.approved(Desk.settings(cluster, "timeout", 60));
        var queued = desk.approved(Desk.settings(cluster, "databases", 32));
        var at = desk.in(Duration.ofHours(1));
        var later = desk.scheduled(Desk.settings(cluster, "tcp-keepalive", 30), at);
        var waiting = desk.filed(new ChangePlan(cluster.id(), "m"), at);

        var ticket = desk.filed(new ChangePlan(cluster.id(), "l"));
        desk.filed(new ChangePlan(cluster.id(), "xs"));

        assertThat(ticket.preview().warnings().subList(0, 4))
                .zipSatisfy(
                        List.of(
                                working.number() + " (Set timeout to 60) is working on the cluster",
                                queued.number() + " (Set databases to 32) is due, and waits for its turn",
                                later.number() + " (Set tcp-keepalive to 30) is due at " + time(at),
                                waiting.number()
                                        + " (Change to plan m) has waited for approval for longer, to be carried out at "
                                        + time(at)),
                        (warning, start) -> assertThat(warning).startsWith("Ticket " + start));
        assertThat(ticket.preview().warnings())
                .filteredOn(warning -> warning.startsWith("Ticket "))
                .hasSize(4);
    }

    @Test
    void namesNoYoungerTicketNorItselfWhenItIsPreviewedAnew() {
        var ticket = desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.filed(Desk.settings(cluster, "timeout", 70));
        desk.fulfilled(Desk.settings(cluster, "timeout", 90));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);

        assertThat(desk.ticket(ticket).version()).isEqualTo(ticket.version() + 1);
        assertThat(desk.ticket(ticket).preview().warnings()).isEmpty();
    }

    private static Instant time(When at) {
        return ((When.At) at).time();
    }

    private Ticket approvedByTwo(TicketRequest request) {
        var ticket = desk.approved(request);
        return assertThat(desk.deciding.approve(Desk.SECOND_APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();
    }

    private String inTheWay(Ticket ticket) {
        return assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(TicketInTheWay.class)
                .number();
    }

    private void takeBack(Ticket ticket) {
        takeBack(desk, ticket);
    }

    /** As the reconciler does with what has failed. */
    private static void takeBack(Desk desk, Ticket ticket) {
        var at = desk.clock.instant();
        var approved = (Approved) desk.ticket(ticket).state();
        desk.clusters.update(new TakingBack(desk.clusters).takeBack(ticket, desk.cluster(ticket), "keydesk", at));
        desk.tickets.update(desk.ticket(ticket)
                .in(approved.start(new Progress(0, 1, "Starting"), at).fail("It did not work.", at), at));
    }
}
