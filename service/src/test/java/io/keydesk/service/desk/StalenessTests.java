package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.Decision;
import io.keydesk.service.ticket.Preview.SettingChange;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Approving what has become something else since its preview was made. */
class StalenessTests {

    private final Desk desk = new Desk();

    @Test
    void tellsWhatHasChangedAndShowsItAnew() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(Desk.settings(cluster, "timeout", 90));
        desk.region.previewing(() -> new PlannedWork(
                List.of(new PlannedObject("file", "valkey.conf", PlannedObject.Action.CHANGE)), List.of()));

        var stale = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(PreviewStale.class);

        assertThat(stale.changes())
                .containsExactly(
                        "The cluster is at revision 2, not 1.",
                        "Settings would change: timeout from 90 to 60; not: timeout from 0 to 60.");
        assertThat(stale.detail()).contains("VK-2", "from 90 to 60", "decide again");
        var shown = desk.ticket(ticket);
        assertThat(shown).isAwaitingApprovalOf(1);
        assertThat(shown.preview().settings()).containsExactly(new SettingChange("timeout", "90", "60", true));
        assertThat(shown.preview().objects()).hasSize(1);
        assertThat(shown.version()).isEqualTo(ticket.version() + 1);
        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::actor)
                .containsExactly("ticket-previewed", "keydesk");
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
    }

    @Test
    void approvesWhatIsShownAnew() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(Desk.settings(cluster, "databases", 32));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);

        var approved = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(approved).isApproved();
        assertThat(approved.decisions())
                .extracting(Decision::seen)
                .containsExactly(desk.ticket(ticket).preview().brief());
    }

    @Test
    void dropsApprovalsOfWhatWasShownBefore() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.filed(Desk.deletion(cluster));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);
        desk.fulfilled(Desk.settings(cluster, "timeout", 90));

        assertThat(desk.deciding.approve(Desk.SECOND_APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(PreviewStale.class);

        assertThat(desk.ticket(ticket)).isAwaitingApprovalOf(2);
    }

    @Test
    void asksTheRegionOnlyForWhatIsShownAnew() {
        var ticket = desk.filed(Desk.settings(desk.ready("cache", "development"), "timeout", 60));
        int asked = desk.region.previewed().size();

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();

        assertThat(desk.region.previewed()).hasSize(asked);
    }

    @Test
    void takesNoNoticeOfRestartsThatOnlyTheRegionKnows() {
        var cluster = desk.ready("cache", "development");
        desk.region.previewing(() -> new PlannedWork(List.of(), List.of(), true));
        var ticket = desk.filed(new ChangePlan(cluster.id(), "m"));

        var approved = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(approved.preview().restarts()).isEqualTo(3);
    }

    @Test
    void takesNoNoticeOfWhatIsLeftOfTheQuota() {
        var ticket = desk.filed(Desk.order("cache"));
        desk.ready("other", "development");

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();
    }

    @Test
    void saysFirstWhatIsInTheWay() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.approved(Desk.deletion(cluster));

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(TicketInTheWay.class);
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void isRefusedWhereWhatItAsksForCannotBeDoneAnyMore() {
        var ticket = desk.filed(Desk.order("cache"));
        desk.region.become(new Region("north", "local", true, null, null));

        var refusal = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);

        assertThat(refusal.detail()).contains("region must be one of north");
    }

    @Test
    void isRejectedAllTheSame() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(Desk.settings(cluster, "timeout", 90));

        assertThat(desk.deciding.reject(Desk.APPROVER, Desk.ref(ticket), Desk.saying("No")))
                .isGiven();
    }

    @Test
    void isComputedAnewWhenItIsDueAndNeverRefusedThen() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.scheduled(Desk.settings(cluster, "timeout", 60), desk.in(Duration.ofHours(1)));
        desk.fulfilled(Desk.settings(cluster, "timeout", 90));

        desk.pass(Duration.ofHours(1));

        assertThat(desk.ticket(ticket)).isApproved();
    }

    @Test
    void keepsWhatAPolicyApproved() {
        var automatic = new Desk(new ApprovalRules(true, true, true, 8192 * Desk.MIB, false));

        var ticket = automatic.filed(Desk.order("cache"));

        assertThat(ticket).isApproved();
        assertThat(ticket.decisions())
                .extracting(Decision::seen)
                .containsExactly(ticket.preview().brief());
    }
}
