package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.NameTaken;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.tenant.EnvironmentQuota;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.ticket.Decision;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketQuery;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.timeline.Event;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilingTests {

    private static final ApprovalRules GENEROUS = new ApprovalRules(true, true, true, 1024 * Desk.MIB, true);

    private Desk desk = new Desk();

    @Test
    void filesATicketThatWaits() {
        var ticket = assertThat(file(Desk.REQUESTER, Desk.order("cache"))).given();

        assertThat(ticket).isAwaitingApprovalOf(1);
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
        assertThat(ticket.number()).hasToString("VK-1");
        assertThat(ticket.tenant()).isEqualTo(SampleTenants.DEMO);
        assertThat(ticket.requester()).isEqualTo("dana");
        assertThat(ticket.createdAt()).isEqualTo(SampleTickets.FILED_AT);
        assertThat(desk.clusters.find(ticket.clusterId())).isEmpty();
    }

    @Test
    void tellsTheTimelineWhoFiledWhat() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .extracting(Event::type, Event::actor, Event::from, Event::to, Event::kind)
                .containsExactly(tuple("ticket-filed", "dana", null, "awaiting-approval", "order-cluster"));
    }

    @Test
    void beginsTheConversationWithTheComment() {
        var filing = new FileTicket(
                Desk.order("cache"), Optional.empty(), Optional.of("For the sale"), Optional.of("SHOP-12"));

        var ticket = assertThat(desk.filing.file(Desk.REQUESTER, filing, Optional.empty()))
                .given();

        assertThat(desk.tickets.comments(ticket.id(), null, 10))
                .extracting(Comment::author, Comment::text)
                .containsExactly(tuple("dana", "For the sale"));
        assertThat(ticket.externalReference()).isEqualTo("SHOP-12");
        assertThat(desk.events(ticket)).containsExactly("ticket-filed", "comment-added");
    }

    @Test
    void refusesTextsThatAreBlankOrTooLong() {
        var filing =
                new FileTicket(Desk.order("cache"), Optional.empty(), Optional.of(" "), Optional.of("x".repeat(101)));

        var answer = desk.filing.file(Desk.REQUESTER, filing, Optional.empty());

        assertThat(answer).isInvalidIn("comment", "externalReference");
        assertNothingStored();
    }

    @Test
    void storesNothingOfAnInvalidRequest() {
        var answer = file(Desk.REQUESTER, Desk.order("Not a name"));

        assertThat(answer).isInvalidIn("request.name");
        assertNothingStored();
    }

    @Test
    void storesNothingBeyondTheQuota() {
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(10, 1000 * Desk.MIB))));

        var quota = assertThat(file(Desk.REQUESTER, Desk.order("cache"))).isRefusedAs(QuotaExceeded.class);

        assertThat(quota.what()).isEqualTo("memory-bytes");
        assertThat(quota.missing()).isEqualTo(24 * Desk.MIB);
        assertNothingStored();
    }

    @Test
    void countsClustersThatThereAreAgainstTheQuota() {
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(1, 8192 * Desk.MIB))));
        desk.ready("first", "development");

        var quota = assertThat(file(Desk.REQUESTER, Desk.order("second"))).isRefusedAs(QuotaExceeded.class);

        assertThat(quota.used()).isEqualTo(1);
        assertThat(quota.missing()).isEqualTo(1);
    }

    @Test
    void countsTheClustersOfAnEnvironmentAgainstItsOwnQuota() {
        desk.tenants.put(List.of(Desk.demoWith(new EnvironmentQuota(Environment.PRODUCTION, 1, null))));
        desk.ready("first", "production");

        var quota = assertThat(file(Desk.REQUESTER, Desk.order("second", "production")))
                .isRefusedAs(QuotaExceeded.class);

        assertThat(quota.quota()).isEqualTo("production");
        assertThat(quota.limit()).isEqualTo(1);
        assertThat(quota.missing()).isEqualTo(1);
        assertThat(file(Desk.REQUESTER, Desk.order("third", "staging"))).given();
    }

    @Test
    void previewsWithoutStoringAnything() {
        var preview = assertThat(desk.filing.preview(Desk.REQUESTER, Desk.order("cache"), Optional.empty()))
                .given();

        assertThat(preview.memoryBytes().requested()).isEqualTo(1024 * Desk.MIB);
        assertThat(preview.objects()).isNotEmpty();
        assertNothingStored();
        assertThat(desk.filed(Desk.order("cache")).number()).hasToString("VK-1");
    }

    @Test
    void needsTheTenantOfThoseWhoFileForSeveral() {
        var both = new Caller(
                "bea", List.of(new Role.Requester(SampleTenants.DEMO), new Role.Requester(SampleTenants.ACME)));

        assertThat(file(both, Desk.order("cache"))).isInvalidIn("tenant");
    }

    @Test
    void needsTheTenantOfAnAdmin() {
        assertThat(file(Desk.ADMIN, Desk.order("cache"))).isInvalidIn("tenant");
    }

    @Test
    void letsAnAdminFileForATenant() {
        assertThat(assertThat(fileFor(Desk.ADMIN, "acme")).given().tenant()).isEqualTo(SampleTenants.ACME);
    }

    @Test
    void letsViewersFileNothing() {
        assertThat(file(Desk.VIEWER, Desk.order("cache"))).isRefusedAs(Forbidden.class);
        assertNothingStored();
    }

    @Test
    void letsApproversFileNothing() {
        assertThat(fileFor(Desk.APPROVER, "demo")).isRefusedAs(Forbidden.class);
    }

    @Test
    void answersTheSameForAnotherTenantAsForNone() {
        var others = assertThat(fileFor(Desk.REQUESTER, "acme")).isRefusedAs(Invalid.class);
        var nobodys = assertThat(fileFor(Desk.REQUESTER, "nobody")).isRefusedAs(Invalid.class);

        assertThat(others).isEqualTo(nobodys);
    }

    @Test
    void refusesTheNameOfACluster() {
        desk.ready("cache", "development");

        assertThat(file(Desk.REQUESTER, Desk.order("cache"))).isRefusedAs(NameTaken.class);
    }

    @Test
    void refusesTheNameThatATicketOrders() {
        var waiting = desk.filed(Desk.order("cache"));

        var taken = assertThat(file(Desk.REQUESTER, Desk.order("cache"))).isRefusedAs(NameTaken.class);

        assertThat(taken.field()).isEqualTo("request.name");
        assertThat(taken.detail()).contains(waiting.number().toString());
    }

    @Test
    void freesTheNameOfACancelledOrder() {
        var waiting = desk.filed(Desk.order("cache"));
        desk.deciding.cancel(Desk.REQUESTER, Desk.ref(waiting), Desk.NO_REMARK);

        assertThat(file(Desk.REQUESTER, Desk.order("cache"))).isGiven();
    }

    @Test
    void letsTwoTenantsHaveTheSameName() {
        desk.filed(Desk.order("cache"));

        assertThat(file(Desk.OTHER_TENANT, Desk.order("cache"))).isGiven();
    }

    @Test
    void hidesTheClustersOfOtherTenants() {
        var cluster = desk.ready("cache", "development");

        assertThat(file(Desk.OTHER_TENANT, Desk.deletion(cluster))).isRefusedAs(NotFound.class);
    }

    @Test
    void refusesChangesByThoseWhoOnlySeeTheCluster() {
        var cluster = desk.ready("cache", "development");

        assertThat(file(Desk.VIEWER, Desk.deletion(cluster))).isRefusedAs(Forbidden.class);
    }

    @Test
    void refusesToChangeAClusterThatIsBeingDeleted() {
        var cluster = desk.ready("cache", "development");
        desk.approved(Desk.deletion(cluster));

        assertThat(file(Desk.REQUESTER, Desk.settings(cluster, "timeout", 60))).isRefusedAs(WrongState.class);
    }

    @Test
    void refusesAChangeThatChangesNothing() {
        var cluster = desk.ready("cache", "development");

        assertThat(file(Desk.REQUESTER, Desk.settings(cluster, "timeout", "0"))).isInvalidIn("request");
    }

    @Test
    void asksForTwoPeopleToDeleteInProduction() {
        var cluster = desk.ready("cache", "production");

        assertThat(desk.filed(Desk.deletion(cluster))).isAwaitingApprovalOf(2);
    }

    @Test
    void carriesOutAtOnceWhatAPolicyApproves() {
        desk = new Desk(GENEROUS);

        var ticket = assertThat(file(Desk.REQUESTER, Desk.order("cache"))).given();

        assertThat(ticket).isApproved();
        assertThat(ticket.decisions())
                .extracting(Decision::by, Decision::verdict)
                .containsExactly(tuple("policy:auto-approve-small-development", Decision.Verdict.APPROVE));
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
        assertThat(desk.cluster(ticket).desired().number()).isEqualTo(1);
        assertThat(desk.queue.woken()).containsExactly(ticket.clusterId());
        assertThat(desk.events(ticket)).containsExactly("ticket-filed", "ticket-approved");
    }

    @Test
    void letsWhatAPolicyApprovesWaitForItsTurn() {
        desk = new Desk(new ApprovalRules(true, true, false, 0, true));
        var cluster = desk.ready("cache", "development");
        var first = assertThat(file(Desk.REQUESTER, Desk.settings(cluster, "timeout", 60)))
                .given();

        var second = assertThat(file(Desk.REQUESTER, Desk.settings(cluster, "tcp-keepalive", 30)))
                .given();

        assertThat(second).isScheduledAndWaitsFor(first.number().toString());
        assertThat(desk.events(second)).containsExactly("ticket-filed", "ticket-approved");
    }

    @Test
    void storesNothingWhenAPolicyApprovesWhatMakesNoSenseBehindAnotherTicket() {
        desk = new Desk(new ApprovalRules(true, true, false, 0, true));
        var cluster = desk.ready("cache", "development");
        desk.started(new ChangePlan(cluster.id(), "m"));
        var deletion = desk.approved(Desk.deletion(cluster));

        var inTheWay = assertThat(file(Desk.REQUESTER, Desk.settings(cluster, "tcp-keepalive", 30)))
                .isRefusedAs(TicketInTheWay.class);

        assertThat(inTheWay.number()).isEqualTo(deletion.number().toString());
        assertThat(allTickets()).extracting(Ticket::number).first().isEqualTo(deletion.number());
    }

    private Answer<Ticket> file(Caller caller, TicketRequest request) {
        return desk.filing.file(caller, Desk.filingOf(request), Optional.empty());
    }

    private Answer<Ticket> fileFor(Caller caller, String tenant) {
        var filing = new FileTicket(Desk.order("cache"), Optional.of(tenant), Optional.empty(), Optional.empty());
        return desk.filing.file(caller, filing, Optional.empty());
    }

    private List<Ticket> allTickets() {
        return desk.tickets.list(new TicketQuery(Optional.empty(), List.of(), null, null, null, 100));
    }

    private void assertNothingStored() {
        assertThat(allTickets()).isEmpty();
        assertThat(desk.timeline.all()).isEmpty();
        assertThat(desk.queue.woken()).isEmpty();
    }
}
