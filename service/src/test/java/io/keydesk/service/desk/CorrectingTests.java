package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.NameTaken;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.Stale;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CorrectingTests {

    private final Desk desk = new Desk();

    @Test
    void replacesTheRequestAndItsPreview() {
        var ticket = desk.filed(Desk.order("cache"));
        var larger = new OrderCluster("cache", "locks", "development", "m", "local", List.of("shop"), Map.of());

        var corrected = assertThat(correct(ticket, larger)).given();

        assertThat(corrected).isAwaitingApprovalOf(1);
        assertThat(corrected.request()).isEqualTo(larger);
        assertThat(corrected.preview().memoryBytes().requested()).isEqualTo(4096 * Desk.MIB);
        assertThat(corrected.version()).isEqualTo(ticket.version() + 1);
        assertThat(desk.ticket(ticket)).isEqualTo(corrected);
        assertThat(desk.events(ticket)).containsExactly("ticket-filed", "ticket-corrected");
    }

    @Test
    void forgetsEarlierApprovals() {
        var ticket = desk.filed(Desk.deletion(desk.ready("cache", "production")));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);

        var corrected = assertThat(correct(ticket, ticket.request())).given();

        assertThat(corrected).isAwaitingApprovalOf(2);
    }

    @Test
    void keepsApprovalsOfARequestThatStays() {
        var ticket = desk.filed(Desk.deletion(desk.ready("cache", "production")));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);
        var correction = new CorrectTicket(Optional.empty(), Optional.of("For Monday"), Optional.empty());

        var answer = desk.correcting.correct(Desk.REQUESTER, Desk.ref(ticket), correction, OptionalLong.empty());

        assertThat(answer).isGiven();
        desk.deciding.approve(Desk.SECOND_APPROVER, Desk.ref(ticket), Desk.NO_REMARK);
        org.assertj.core.api.Assertions.assertThat(desk.ticket(ticket).state().label())
                .isEqualTo("approved");
    }

    @Test
    void refusesTextsThatNoDatabaseKeeps() {
        var ticket = desk.filed(Desk.order("cache"));
        var correction = new CorrectTicket(Optional.empty(), Optional.of("zero \0"), Optional.empty());

        assertThat(desk.correcting.correct(Desk.REQUESTER, Desk.ref(ticket), correction, OptionalLong.empty()))
                .isInvalidIn("comment");
    }

    @Test
    void refusesAStaleVersion() {
        var ticket = desk.filed(Desk.order("cache"));
        correct(ticket, Desk.order("other"));

        var answer = desk.correcting.correct(
                Desk.REQUESTER, Desk.ref(ticket), correction(Desk.order("third")), OptionalLong.of(ticket.version()));

        assertThat(answer).isRefusedAs(Stale.class);
        assertThat(desk.ticket(ticket).request()).isEqualTo(Desk.order("other"));
    }

    @Test
    void mayKeepItsOwnName() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(correct(ticket, Desk.order("cache", "staging"))).isGiven();
    }

    @Test
    void refusesTheNameThatAnotherTicketOrders() {
        desk.filed(Desk.order("taken"));
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(correct(ticket, Desk.order("taken"))).isRefusedAs(NameTaken.class);
    }

    @Test
    void refusesAnotherKind() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.filed(Desk.settings(cluster, "timeout", 60));

        assertThat(correct(ticket, Desk.deletion(cluster))).isInvalidIn("request");
    }

    @Test
    void refusesAnotherCluster() {
        var ticket = desk.filed(Desk.settings(desk.ready("cache", "development"), "timeout", 60));

        assertThat(correct(ticket, Desk.settings(desk.ready("other", "development"), "timeout", 60)))
                .isInvalidIn("request");
    }

    @Test
    void refusesInvalidValues() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(correct(ticket, Desk.order("-"))).isInvalidIn("request.name");
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void changesTheReferenceAlone() {
        var ticket = desk.filed(Desk.order("cache"));
        var correction = new CorrectTicket(Optional.empty(), Optional.empty(), Optional.of("SHOP-13"));

        var corrected = assertThat(
                        desk.correcting.correct(Desk.REQUESTER, Desk.ref(ticket), correction, OptionalLong.empty()))
                .given();

        assertThat(corrected.externalReference()).isEqualTo("SHOP-13");
        assertThat(corrected.request()).isEqualTo(ticket.request());
    }

    @Test
    void saysThatAFulfilledChangeIsDoneAndNotThatItChangesNothing() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.fulfilled(Desk.settings(cluster, "timeout", 60));
        desk.clusters.update(
                desk.cluster(cluster.id()).observed(SampleClusters.healthy(2), null, desk.clock.instant()));

        assertThat(correct(ticket, ticket.request())).isRefusedAs(WrongState.class);
    }

    @Test
    void hidesTheTicketsOfOtherTenants() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(desk.correcting.correct(
                        Desk.OTHER_TENANT, Desk.ref(ticket), correction(Desk.order("x")), OptionalLong.empty()))
                .isRefusedAs(NotFound.class);
    }

    @Test
    void checksTheNamespacesOfACorrectionAgainstTheRegion() {
        var ticket = desk.filed(Desk.order("cache"));
        desk.region.become(new Region(
                "local",
                "kubernetes",
                true,
                null,
                null,
                null,
                new Namespaces(List.of("{tenant}-*"), List.of()),
                "elastisys.io"));

        assertThat(correct(ticket, Desk.order("cache"))).isInvalidIn("request.namespaces[0]");
    }

    private Answer<Ticket> correct(Ticket ticket, TicketRequest request) {
        return desk.correcting.correct(Desk.REQUESTER, Desk.ref(ticket), correction(request), OptionalLong.empty());
    }

    private static CorrectTicket correction(TicketRequest request) {
        return new CorrectTicket(Optional.of(request), Optional.empty(), Optional.empty());
    }
}
