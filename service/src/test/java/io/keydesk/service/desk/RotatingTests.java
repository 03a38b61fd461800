package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.When;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** New passwords, up to the revision that is written for them. */
class RotatingTests {

    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");
    private static final Instant END = Instant.parse("2026-11-21T10:00:00Z");

    private final Desk desk = new Desk();
    private final Cluster cluster = desk.ready("cache", "development");

    @Test
    void interruptsNobodyAndCostsNothing() {
        var preview = preview(rotation("PT1H", false));

        assertThat(preview.restarts()).isZero();
        assertThat(preview.writePause()).isZero();
        assertThat(preview.monthlyCostAfter()).isEqualTo(preview.monthlyCostBefore());
        assertThat(preview.memoryBytes().requested()).isZero();
        assertThat(preview.warnings()).singleElement().asString().contains("within PT1H of when it is published");
        assertThat(desk.region.previewed().getLast().state().generation()).isEqualTo(2);
    }

    @Test
    void warnsOfNoOverlapAndOfConnectionsThatAreClosed() {
        assertThat(preview(rotation("PT0S", false)).warnings())
                .singleElement()
                .asString()
                .contains("Without an overlap", "Connections that are open stay open");
        assertThat(preview(rotation("PT0S", true)).warnings())
                .singleElement()
                .asString()
                .contains("until they are closed, which is at once");
        assertThat(preview(rotation("", true)).warnings())
                .anyMatch(text -> text.contains("every connection of applications is closed once"));
        assertThat(preview(new RotateCredentials(
                                desk.ready("prod", "production").id(), "PT0S", false))
                        .warnings())
                .contains("This is a production cluster.");
    }

    @Test
    void refusesASecondOneDuringAnOverlapWithItsEnd() {
        desk.fulfilled(rotation("PT1H", false));
        seen(new Rotated(2, AT, END, END));

        assertThat(refused(rotation("", false)))
                .isEqualTo("Cluster cache was given a new password at %s, and the one before works until %s: "
                                .formatted(AT, END)
                        + "file another rotation after that.");
        seen(new Rotated(2, AT, null, END));
        assertThat(refused(rotation("", false)))
                .contains("replicas and Sentinels are let in with those before until " + END, "after that");
        seen(new Rotated(2, AT, null, null));
        desk.fulfilled(rotation("", false));
        assertThat(state().generation()).isEqualTo(3);
    }

    @Test
    void refusesToApproveASecondOneDuringAnOverlap() {
        var second = desk.filed(rotation("", false));
        desk.fulfilled(rotation("PT1H", false));
        seen(new Rotated(2, AT, END, END));

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(second), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);
        assertThat(state().generation()).isEqualTo(2);
    }

    @Test
    void failsAScheduledOneThatIsDueDuringAnOverlapAndSaysWhy() {
        var later = desk.scheduled(rotation("", false), desk.in(Duration.ofHours(2)));
        desk.fulfilled(rotation("P1D", false));
        seen(new Rotated(2, AT, END, END));

        desk.pass(Duration.ofHours(3));

        assertThat(desk.ticket(later)).hasFailedBecause("works until " + END);
        assertThat(state().generation()).isEqualTo(2);
    }

    @Test
    void rotatesAtATime() {
        desk.scheduled(rotation("", false), new When.At(desk.clock.instant().plus(Duration.ofHours(1))));
        assertThat(state().generation()).isOne();

        desk.pass(Duration.ofHours(2));

        assertThat(state().generation()).isEqualTo(2);
    }

    @Test
    void refusesASecondOneBeforeTheFirstIsPublished() {
        desk.approved(rotation("PT0S", false));

        assertThat(refused(rotation("", false))).contains("is being given new passwords already");
    }

    @Test
    void refusesOneOfAClusterThatIsOff() {
        desk.fulfilled(new PowerOff(cluster.id()));

        assertThat(refused(rotation("", false))).contains("is off", "power-on");
    }

    @Test
    void refusesAnOverlapThatIsNone() {
        assertThat(desk.filing.preview(Desk.REQUESTER, rotation("a day", false), Optional.empty()))
                .isInvalidIn("request.overlap");
    }

    @Test
    void keepsTheNewPasswordWhenTheClusterIsRolledBack() {
        desk.fulfilled(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(rotation("PT1H", false));
        seen(new Rotated(2, AT, END, END));

        desk.fulfilled(new RollBack(cluster.id(), 1));

        assertThat(state().settings()).isEqualTo(cluster.desired().state().settings());
        assertThat(state().generation()).isEqualTo(2);
    }

    @Test
    void makesNoThirdPasswordWhenARotationIsRetried() {
        Ticket failed = desk.failed(rotation("PT1H", false));

        desk.deciding.retry(Desk.ADMIN, Desk.ref(failed), Desk.NO_REMARK);

        assertThat(desk.ticket(failed)).isInProgress();
        assertThat(state().generation()).isEqualTo(2);
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
    }

    private DesiredState state() {
        return desk.cluster(cluster.id()).desired().state();
    }

    private RotateCredentials rotation(String overlap, boolean close) {
        return new RotateCredentials(cluster.id(), overlap, close);
    }

    private void seen(@Nullable Rotated rotated) {
        var now = desk.cluster(cluster.id());
        desk.clusters.update(now.observed(
                SampleClusters.healthy(now.desired().number()).rotated(rotated), null, desk.clock.instant()));
    }

    private Preview preview(TicketRequest request) {
        return assertThat(desk.filing.preview(Desk.REQUESTER, request, Optional.empty()))
                .given();
    }

    private String refused(TicketRequest request) {
        return assertThat(desk.filing.preview(Desk.REQUESTER, request, Optional.empty()))
                .isRefusedAs(WrongState.class)
                .detail();
    }
}
