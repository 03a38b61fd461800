package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.answer.Refusal.Stale;
import io.keydesk.service.answer.Refusal.TicketInTheWay;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.tenant.EnvironmentQuota;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.Decision;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DecidingTests {

    private final Desk desk = new Desk();

    @Test
    void approvingAnOrderMakesItsCluster() {
        var ticket = desk.filed(Desk.order("cache"));

        var approved = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.saying("Fine")))
                .given();

        assertThat(approved).isApproved();
        var cluster = desk.cluster(ticket);
        assertThat(cluster.phase()).isEqualTo(Phase.PROVISIONING);
        assertThat(cluster.desired())
                .extracting(Revision::number, Revision::ticket, Revision::ticketNumber, Revision::by)
                .containsExactly(1, ticket.id().value(), "VK-1", "ada");
        assertThat(desk.queue.woken()).containsExactly(cluster.id());
    }

    @Test
    void tellsHowLongTheTicketWaited() {
        var ticket = desk.filed(Desk.order("cache"));
        desk.clock.advance(Duration.ofMinutes(5));

        desk.deciding.approve(Desk.APPROVER, "VK-1", Desk.saying("Fine"));

        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::actor, Event::from, Event::to, Event::took, Event::message)
                .containsExactly(
                        "ticket-approved",
                        "ada",
                        "awaiting-approval",
                        "approved",
                        Duration.ofMinutes(5),
                        "Approved: Fine");
    }

    @Test
    void keepsWhoDecidedWhatAndWhy() {
        var ticket = desk.filed(Desk.order("cache"));

        var rejected = assertThat(desk.deciding.reject(Desk.APPROVER, Desk.ref(ticket), Desk.saying("Too big")))
                .given();

        assertThat(rejected).isRejectedBecause("Too big");
        assertThat(rejected.decisions())
                .extracting(Decision::by, Decision::verdict, Decision::comment)
                .containsExactly(tuple("ada", Decision.Verdict.REJECT, "Too big"));
    }

    @Test
    void rejectsOnlyWithAReason() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(desk.deciding.reject(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isInvalidIn("comment");
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
    }

    @Test
    void takesBlanksForNoReason() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(desk.deciding.reject(Desk.APPROVER, Desk.ref(ticket), Desk.saying(" \n")))
                .isInvalidIn("comment");
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
    }

    @Test
    void refusesCommentsThatAreTooLong() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.saying("x".repeat(4001))))
                .isInvalidIn("comment");
    }

    @Test
    void rejectsApprovalByRequester() {
        var filing = Desk.filingOf(Desk.order("cache"));
        var ticket = assertThat(desk.filing.file(Desk.REQUESTER_AND_APPROVER, filing, Optional.empty()))
                .given();

        assertThat(desk.deciding.approve(Desk.REQUESTER_AND_APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(Forbidden.class);
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
    }

    @Test
    void waitsForTheSecondPersonToDeleteInProduction() {
        var ticket = desk.filed(Desk.deletion(desk.ready("cache", "production")));

        var once = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(once).isAwaitingApprovalOf(2, "ada");
        assertThat(desk.cluster(ticket).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void refusesTheSamePersonTwice() {
        var ticket = desk.filed(Desk.deletion(desk.ready("cache", "production")));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(Forbidden.class);
        assertThat(desk.ticket(ticket)).isAwaitingApprovalOf(2, "ada");
    }

    @Test
    void deletesInProductionAfterTheSecondPerson() {
        var ticket = desk.filed(Desk.deletion(desk.ready("cache", "production")));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);

        var twice = assertThat(desk.deciding.approve(Desk.SECOND_APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(twice).isApproved();
        assertThat(desk.cluster(ticket).phase()).isEqualTo(Phase.DELETING);
    }

    @Test
    void refusesToDecideOnAStaleVersion() {
        var ticket = desk.filed(Desk.order("cache"));
        var correction = new CorrectTicket(Optional.of(Desk.order("other")), Optional.empty(), Optional.empty());
        desk.correcting.correct(Desk.REQUESTER, Desk.ref(ticket), correction, OptionalLong.empty());

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.onVersion(ticket.version())))
                .isRefusedAs(Stale.class);
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
    }

    @Test
    void decidesOnTheVersionThatWasLookedAt() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.onVersion(ticket.version())))
                .isGiven();
    }

    @Test
    void namesTheTicketBehindWhichItMakesNoSense() {
        var cluster = desk.ready("cache", "development");
        var second = desk.filed(Desk.deletion(cluster));
        var first = desk.approved(Desk.deletion(cluster));

        var inTheWay = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(second), Desk.NO_REMARK))
                .isRefusedAs(TicketInTheWay.class);

        assertThat(inTheWay.number()).isEqualTo(first.number().toString());
        assertThat(desk.ticket(second)).isAwaitingApproval();
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
    }

    @Test
    void asksForTheQuotaAgainWhenApproving() {
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(1, 8192 * Desk.MIB))));
        var first = desk.filed(Desk.order("first"));
        var second = desk.filed(Desk.order("second"));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(first), Desk.NO_REMARK);

        var quota = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(second), Desk.NO_REMARK))
                .isRefusedAs(QuotaExceeded.class);

        assertThat(quota.used()).isEqualTo(1);
        assertThat(desk.ticket(second)).isAwaitingApproval();
        assertThat(desk.clusters.find(second.clusterId())).isEmpty();
    }

    @Test
    void asksForTheQuotaOfTheEnvironmentAgainWhenApproving() {
        desk.tenants.put(List.of(Desk.demoWith(new EnvironmentQuota(Environment.STAGING, null, 1500 * Desk.MIB))));
        var first = desk.filed(Desk.order("first", "staging"));
        var second = desk.filed(Desk.order("second", "staging"));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(first), Desk.NO_REMARK);

        var quota = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(second), Desk.NO_REMARK))
                .isRefusedAs(QuotaExceeded.class);

        assertThat(quota.what()).isEqualTo("memory-bytes");
        assertThat(quota.quota()).isEqualTo("staging");
        assertThat(quota.missing()).isEqualTo(548 * Desk.MIB);
        assertThat(desk.ticket(second)).isAwaitingApproval();
    }

    @Test
    void refusesToChangeAClusterThatIsBeingDeleted() {
        var cluster = desk.ready("cache", "development");
        var change = desk.filed(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(Desk.deletion(cluster));

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(change), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);
    }

    @Test
    void writesARevisionWithTheChange() {
        var cluster = desk.ready("cache", "development");

        desk.approved(Desk.settings(cluster, "timeout", 60));

        var changed = desk.cluster(cluster.id());
        assertThat(changed.desired().number()).isEqualTo(2);
        assertThat(changed.desired().state().settings()).containsEntry("timeout", "60");
        assertThat(changed.phase()).isEqualTo(Phase.UPDATING);
    }

    @Test
    void cancellingAnApprovedOrderDeletesWhatWasMade() {
        var ticket = desk.started(Desk.order("cache"));

        var cancelled = assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(cancelled).isCancelled();
        assertThat(desk.cluster(ticket).phase()).isEqualTo(Phase.DELETING);
        assertThat(desk.cluster(ticket).desired().number()).isEqualTo(2);
        assertThat(desk.queue.woken()).containsExactly(ticket.clusterId(), ticket.clusterId());
    }

    @Test
    void cancellingAChangeGoesBackToTheRevisionBefore() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.started(Desk.settings(cluster, "timeout", 60));

        desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK);

        var back = desk.cluster(cluster.id()).desired();
        assertThat(back.number()).isEqualTo(3);
        assertThat(back.state()).isEqualTo(cluster.desired().state());
        assertThat(back.by()).isEqualTo("dana");
    }

    @Test
    void cancelsNoDeletionThatIsApproved() {
        var ticket = desk.approved(Desk.deletion(desk.ready("cache", "development")));

        assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);
        assertThat(desk.ticket(ticket)).isApproved();
    }

    @Test
    void cancelsADeletionThatWaits() {
        var ticket = desk.filed(Desk.deletion(desk.ready("cache", "development")));

        assertThat(assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                        .given())
                .isCancelled();
        assertThat(desk.cluster(ticket).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void retryGoesOnWithTheSameRevisionOfAnOrder() {
        var ticket = desk.failed(Desk.order("cache"));
        desk.clusters.update(desk.cluster(ticket).abandoned(desk.clock.instant()));

        var retried = assertThat(desk.deciding.retry(Desk.ADMIN, Desk.ref(ticket), Desk.NO_REMARK))
                .given();

        assertThat(retried).isAt(0, 1, "Retrying");
        assertThat(desk.cluster(ticket).abandoned()).isFalse();
        assertThat(desk.cluster(ticket).desired().number()).isEqualTo(1);
        assertThat(desk.queue.woken()).hasSize(2);
        assertThat(desk.events(ticket)).endsWith("ticket-retried", "phase-changed");
    }

    @Test
    void retryWritesAFailedChangeAgain() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.failed(Desk.settings(cluster, "timeout", 60));
        var taken = desk.cluster(cluster.id());
        desk.clusters.update(taken.desiring(new Revision(
                3, cluster.desired().state(), ticket.id().value(), "VK-2", "keydesk", desk.clock.instant())));

        desk.deciding.retry(Desk.ADMIN, Desk.ref(ticket), Desk.NO_REMARK);

        var again = desk.cluster(cluster.id()).desired();
        assertThat(again.number()).isEqualTo(4);
        assertThat(again.state().settings()).containsEntry("timeout", "60");
    }

    @Test
    void retriesNothingWhileAnotherTicketWorks() {
        var cluster = desk.ready("cache", "development");
        var failed = desk.failed(Desk.settings(cluster, "timeout", 60));
        var working = desk.approved(Desk.settings(cluster, "timeout", 90));

        var inTheWay = assertThat(desk.deciding.retry(Desk.ADMIN, Desk.ref(failed), Desk.NO_REMARK))
                .isRefusedAs(TicketInTheWay.class);

        assertThat(inTheWay.number()).isEqualTo(working.number().toString());
    }

    @Test
    void cancellingARetriedChangeThatWasOvertakenKeepsTheOtherTicketsWork() {
        var cluster = desk.ready("cache", "development");
        var first = desk.failed(Desk.settings(cluster, "timeout", 60));
        desk.fulfilled(Desk.settings(cluster, "databases", 32));
        desk.deciding.retry(Desk.ADMIN, Desk.ref(first), Desk.NO_REMARK);

        desk.deciding.cancel(Desk.ADMIN, Desk.ref(first), Desk.NO_REMARK);

        assertThat(desk.cluster(cluster.id()).desired().state().settings()).containsEntry("databases", "32");
    }
}
