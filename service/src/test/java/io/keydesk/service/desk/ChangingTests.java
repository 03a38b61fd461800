package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.AccessChange;
import io.keydesk.service.ticket.Preview.PlanChange;
import io.keydesk.service.ticket.Preview.SettingChange;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.TicketRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plans, access and roll-backs: what is shown before anyone decides, and what comes of it. */
class ChangingTests {

    private final Desk desk = new Desk();

    @Test
    void showsWhatALargerPlanChanges() {
        var cluster = desk.ready("cache", "development");

        var preview = preview(new ChangePlan(cluster.id(), "m"));

        assertThat(preview.plan()).isEqualTo(new PlanChange("s", "m", 1024 * Desk.MIB, 4096 * Desk.MIB));
        assertThat(preview.access()).isNull();
        assertThat(preview.settings()).isEmpty();
        assertThat(preview.clusters()).isEqualTo(new Use(10, 1, 0));
        assertThat(preview.memoryBytes()).isEqualTo(new Use(64 * 1024 * Desk.MIB, 1024 * Desk.MIB, 3072 * Desk.MIB));
        assertThat(preview.monthlyCostBefore()).isEqualTo(new BigDecimal("45"));
        assertThat(preview.monthlyCostAfter()).isEqualTo(new BigDecimal("160"));
        assertThat(preview.restarts()).isZero();
        assertThat(preview.writePause()).isZero();
        assertThat(preview.warnings()).isEmpty();
    }

    @Test
    void showsTheRestartsThatARegionNeedsForAPlan() {
        var cluster = desk.ready("cache", "development");
        desk.region.previewing(() -> new PlannedWork(List.of(), List.of(), true));

        var preview = preview(new ChangePlan(cluster.id(), "m"));

        assertThat(preview.restarts()).isEqualTo(3);
        assertThat(preview.writePause()).isPositive();
        assertThat(preview.warnings()).singleElement().asString().contains("restarted one after the other");
    }

    @Test
    void warnsOfASmallerPlanWithTheFigures() {
        var cluster = using(desk.ready("cache", "development"), 100 * Desk.MIB);

        assertThat(preview(new ChangePlan(cluster.id(), "xs")).warnings())
                .containsExactly(
                        "Plan xs leaves 179 MiB for data, of which 100 MiB are used now; once they are full, keys are evicted (maxmemory-policy allkeys-lru).");
    }

    @Test
    void warnsOfRefusedWritesWhereNothingIsEvicted() {
        var cluster = desk.ready("cache", "development");
        desk.fulfilled(Desk.settings(cluster, "maxmemory-policy", "noeviction"));

        assertThat(preview(new ChangePlan(cluster.id(), "xs")).warnings())
                .singleElement()
                .asString()
                .contains("writes are refused (maxmemory-policy noeviction)");
    }

    @Test
    void warnsOfMemoryThatIsNotKnown() {
        var cluster = using(desk.ready("cache", "development"), null);

        assertThat(preview(new ChangePlan(cluster.id(), "xs")).warnings())
                .hasSize(2)
                .last()
                .asString()
                .contains("is not known", "no node answers");
    }

    @Test
    void refusesAPlanBelowWhatIsUsedNow() {
        var cluster = using(desk.ready("cache", "development"), 300 * Desk.MIB);

        assertThat(desk.filing.preview(Desk.REQUESTER, new ChangePlan(cluster.id(), "xs"), Optional.empty()))
                .isInvalidIn("request.plan");
    }

    @Test
    void refusesAnApprovalThatTheUseHasOvertaken() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.filed(new ChangePlan(cluster.id(), "xs"));
        using(cluster, 300 * Desk.MIB);

        var refusal = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);

        assertThat(refusal.detail()).contains("179 MiB", "300 MiB", "Correct the ticket");
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(1);
    }

    @Test
    void refusesAnApprovalOfSettingsThatNoLongerFitThePlan() {
        var cluster = desk.ready("cache", "development");
        desk.fulfilled(new ChangePlan(cluster.id(), "m"));
        var threads = desk.filed(Desk.settings(cluster, "io-threads", 2));
        desk.fulfilled(new ChangePlan(cluster.id(), "s"));

        var refusal = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(threads), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);

        assertThat(refusal.detail()).contains("at most 1, the CPUs of plan s");
    }

    @Test
    void countsOnlyTheDifferenceOfAPlan() {
        have(new Quota(10, 4096 * Desk.MIB));
        var cluster = desk.ready("cache", "development");

        desk.approved(new ChangePlan(cluster.id(), "m"));

        assertThat(state(cluster).plan()).isEqualTo("m");
    }

    @Test
    void refusesToFileAPlanBeyondTheQuota() {
        have(new Quota(10, 4095 * Desk.MIB));
        var cluster = desk.ready("cache", "development");

        var filing = Desk.filingOf(new ChangePlan(cluster.id(), "m"));
        var quota = assertThat(desk.filing.file(Desk.REQUESTER, filing, Optional.empty()))
                .isRefusedAs(QuotaExceeded.class);

        assertThat(quota)
                .extracting(
                        QuotaExceeded::what,
                        QuotaExceeded::limit,
                        QuotaExceeded::used,
                        QuotaExceeded::requested,
                        QuotaExceeded::missing)
                .containsExactly("memory-bytes", 4095 * Desk.MIB, 1024 * Desk.MIB, 3072 * Desk.MIB, Desk.MIB);
    }

    @Test
    void checksTheQuotaOfAPlanAgainWhenItIsApproved() {
        have(new Quota(10, 5120 * Desk.MIB));
        var first = desk.ready("cache", "development");
        var growth = desk.filed(new ChangePlan(first.id(), "m"));
        desk.approved(Desk.order("two"));
        desk.approved(Desk.order("three"));

        var quota = assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(growth), Desk.NO_REMARK))
                .isRefusedAs(QuotaExceeded.class);

        assertThat(quota.used()).isEqualTo(3072 * Desk.MIB);
        assertThat(quota.missing()).isEqualTo(1024 * Desk.MIB);
        assertThat(desk.ticket(growth)).isAwaitingApproval();
        assertThat(state(first).plan()).isEqualTo("s");
    }

    @Test
    void letsATenantShrinkWhoHasMoreThanItsQuota() {
        var cluster = desk.ready("cache", "development");
        have(new Quota(0, 0));

        desk.approved(new ChangePlan(cluster.id(), "xs"));

        assertThat(state(cluster).plan()).isEqualTo("xs");
    }

    @Test
    void checksTheQuotaOfAPlanThatAPolicyApproves() {
        var small = new Desk(new ApprovalRules(true, true, true, 4096 * Desk.MIB, false));
        small.tenants.put(List.of(new Tenant(SampleTenants.DEMO, new Quota(10, 5000 * Desk.MIB))));
        var filed = assertThat(small.filing.file(Desk.REQUESTER, Desk.filingOf(Desk.order("cache")), Optional.empty()))
                .given();
        var cluster = small.cluster(filed);

        assertThat(small.filing.file(
                        Desk.REQUESTER, Desk.filingOf(new ChangePlan(cluster.id(), "l")), Optional.empty()))
                .isRefusedAs(QuotaExceeded.class);
    }

    @Test
    void showsWhoMayConnectAndWhoMayNoLonger() {
        var cluster = desk.ready("cache", "development");

        var preview = preview(new ChangeAccess(cluster.id(), List.of("web", "api"), List.of("shop")));

        assertThat(preview.access()).isEqualTo(new AccessChange(List.of("web", "api"), List.of("shop")));
        assertThat(preview.plan()).isNull();
        assertThat(preview.memoryBytes().requested()).isZero();
        assertThat(preview.warnings()).singleElement().asString().contains("connected from shop", "knows the password");
    }

    @Test
    void warnsOfNothingWhereAccessIsOnlyGiven() {
        var cluster = desk.ready("cache", "development");

        assertThat(preview(new ChangeAccess(cluster.id(), List.of("web"), List.of()))
                        .warnings())
                .isEmpty();
    }

    @Test
    void writesARevisionWithTheNamespaces() {
        var cluster = desk.ready("cache", "development");

        desk.approved(new ChangeAccess(cluster.id(), List.of("web"), List.of("shop")));

        assertThat(state(cluster)).isEqualTo(cluster.desired().state().withNamespaces(List.of("web")));
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
    }

    @Test
    void showsAllThatARollBackChanges() {
        var cluster = changed(desk.ready("cache", "development"));

        var preview = preview(new RollBack(cluster.id(), 1));

        assertThat(preview.summary()).isEqualTo("Roll back to revision 1");
        assertThat(preview.settings())
                .containsExactly(
                        new SettingChange("timeout", "60", "0", true),
                        new SettingChange("databases", "32", "16", false));
        assertThat(preview.plan()).isEqualTo(new PlanChange("m", "s", 4096 * Desk.MIB, 1024 * Desk.MIB));
        assertThat(preview.access()).isEqualTo(new AccessChange(List.of(), List.of("web")));
        assertThat(preview.restarts()).isEqualTo(3);
        assertThat(preview.memoryBytes().requested()).isEqualTo(-3072 * Desk.MIB);
        assertThat(preview.warnings())
                .anyMatch(text -> text.contains("a database beyond the new number holds keys"))
                .anyMatch(text -> text.contains("Plan s leaves 716 MiB"))
                .anyMatch(text -> text.contains("connected from web"));
    }

    @Test
    void rollsBackInOneTicketWithANewRevision() {
        var cluster = changed(desk.ready("cache", "development"));

        desk.approved(new RollBack(cluster.id(), 1));

        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(5);
        assertThat(state(cluster))
                .isEqualTo(desk.clusters.revision(cluster.id(), 1).orElseThrow().state());
    }

    @Test
    void rollsARollBackBack() {
        var cluster = changed(desk.ready("cache", "development"));
        var before = state(cluster);
        desk.fulfilled(new RollBack(cluster.id(), 1));

        desk.approved(new RollBack(cluster.id(), 4));

        assertThat(state(cluster)).isEqualTo(before);
    }

    @Test
    void refusesToRollBackToWhatThereIsOrNeverWas() {
        var cluster = changed(desk.ready("cache", "development"));

        for (int number : List.of(4, 5, 0, -1)) {
            assertThat(desk.filing.preview(Desk.REQUESTER, new RollBack(cluster.id(), number), Optional.empty()))
                    .isInvalidIn("request.revision");
        }
    }

    @Test
    void refusesToRollBackToAPlanBeyondTheQuota() {
        var cluster = desk.ready("cache", "development");
        desk.fulfilled(new ChangePlan(cluster.id(), "m"));
        desk.fulfilled(new ChangePlan(cluster.id(), "s"));
        have(new Quota(10, 4095 * Desk.MIB));

        assertThat(desk.filing.preview(Desk.REQUESTER, new RollBack(cluster.id(), 2), Optional.empty()))
                .isRefusedAs(QuotaExceeded.class);
    }

    @Test
    void waitsForTheTicketThatIsInTheWay() {
        var cluster = desk.ready("cache", "development");
        var working = desk.started(new ChangeAccess(cluster.id(), List.of("web"), List.of()));

        var plan = desk.approved(new ChangePlan(cluster.id(), "m"));

        assertThat(plan).isScheduledAndWaitsFor(working.number().toString());
    }

    @Test
    void saysWhatASecondTicketWaitsFor() {
        var cluster = desk.ready("cache", "development");
        var working = desk.started(new ChangePlan(cluster.id(), "m"));

        var preview = preview(new ChangePlan(cluster.id(), "l"));

        assertThat(preview.plan()).isEqualTo(new PlanChange("m", "l", 4096 * Desk.MIB, 16_384 * Desk.MIB));
        assertThat(preview.warnings())
                .singleElement()
                .asString()
                .startsWith("Ticket %s (%s) is working on the cluster"
                        .formatted(working.number(), working.request().summary()));
    }

    @Test
    void takesACancelledChangeBack() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.started(new ChangePlan(cluster.id(), "m"));

        desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK);

        assertThat(desk.ticket(ticket)).isCancelled();
        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(3);
        assertThat(state(cluster)).isEqualTo(cluster.desired().state());
    }

    @Test
    void correctsAPlanWhileItWaits() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.filed(new ChangePlan(cluster.id(), "l"));

        var corrected = assertThat(desk.correcting.correct(
                        Desk.REQUESTER,
                        Desk.ref(ticket),
                        new CorrectTicket(
                                Optional.of(new ChangePlan(cluster.id(), "m")), Optional.empty(), Optional.empty()),
                        OptionalLong.empty()))
                .given();

        assertThat(corrected.request()).isEqualTo(new ChangePlan(cluster.id(), "m"));
        assertThat(corrected.preview().plan()).isEqualTo(new PlanChange("s", "m", 1024 * Desk.MIB, 4096 * Desk.MIB));
    }

    @Test
    void tellsNobodyOfAnotherTenantThatThereIsACluster() {
        var cluster = desk.ready("cache", "development");

        for (var request : List.of(
                new ChangePlan(cluster.id(), "m"),
                new ChangeAccess(cluster.id(), List.of("web"), List.of()),
                new RollBack(cluster.id(), 1))) {
            assertThat(desk.filing.preview(Desk.OTHER_TENANT, request, Optional.empty()))
                    .isRefusedAs(NotFound.class);
        }
    }

    /** The same cluster at its fourth revision: more of everything. */
    private Cluster changed(Cluster cluster) {
        desk.fulfilled(new ChangePlan(cluster.id(), "m"));
        desk.fulfilled(new ChangeAccess(cluster.id(), List.of("web"), List.of()));
        desk.fulfilled(new ChangeSettings(cluster.id(), Map.of("timeout", 60, "databases", 32), List.of()));
        return desk.cluster(cluster.id());
    }

    private Cluster using(Cluster cluster, @Nullable Long bytes) {
        var seen = SampleClusters.using(cluster.observed(), bytes);
        desk.clusters.update(desk.cluster(cluster.id()).observed(seen, null, desk.clock.instant()));
        return desk.cluster(cluster.id());
    }

    private DesiredState state(Cluster cluster) {
        return desk.cluster(cluster.id()).desired().state();
    }

    private void have(Quota quota) {
        desk.tenants.put(List.of(new Tenant(SampleTenants.DEMO, quota)));
    }

    private Preview preview(TicketRequest request) {
        return assertThat(desk.filing.preview(Desk.REQUESTER, request, Optional.empty()))
                .given();
    }
}
