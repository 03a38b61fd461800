package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.ticket.TicketState.Scheduled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeletionGraceTests {

    private final Desk desk = new Desk(
            new ApprovalRules(true, false, false, 0, false), new DeletionGrace(Duration.ofHours(24), Duration.ZERO));

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
    void endsWhenItsRequesterStartsItBefore() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.approved(Desk.deletion(cluster));

        assertThat(desk.scheduling.start(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();

        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isTrue();
    }

    @Test
    void isNoneInOtherEnvironments() {
        var cluster = desk.ready("cache", "development");

        desk.approved(Desk.deletion(cluster));

        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isTrue();
    }
}
