package io.keydesk.service.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keydesk.service.access.ApproverGroups;
import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.Finding;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.PlanChange;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalPoliciesTests {

    private static final long SMALL = 1024;
    private static final ApprovalRules ALL = new ApprovalRules(true, true, true, SMALL, true);
    private static final ApprovalRules NONE = new ApprovalRules(false, false, false, SMALL, false);

    private static final Caller REQUESTER =
            new Caller("dana", List.of(new Role.Requester(SampleTenants.DEMO), new Role.Approver()));
    private static final Caller APPROVER = new Caller("ada", List.of(new Role.Approver()));

    private static final ClusterId CLUSTER = new ClusterId(SampleTickets.id());
    private static final TicketRequest ORDER =
            new OrderCluster("cache", "session-cache", "development", "s", "local", List.of("shop"), Map.of());
    private static final TicketRequest CHANGE = new ChangeSettings(CLUSTER, Map.of("timeout", "60"), List.of());
    private static final TicketRequest PLAN = new ChangePlan(CLUSTER, "s");
    private static final TicketRequest DELETION = new DeleteCluster(CLUSTER);

    private static final Use FITS = new Use(10, 1, 1);

    @Test
    void refusesMoreClustersThanTheQuota() {
        var verdict = judge(NONE, ORDER, Environment.DEVELOPMENT, preview(new Use(10, 10, 1), FITS, 0));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOfSatisfying(QuotaExceeded.class, quota -> {
                            assertThat(quota.what()).isEqualTo("clusters");
                            assertThat(quota.quota()).isEqualTo("tenant");
                            assertThat(quota.limit()).isEqualTo(10);
                            assertThat(quota.used()).isEqualTo(10);
                            assertThat(quota.requested()).isEqualTo(1);
                            assertThat(quota.missing()).isEqualTo(1);
                            assertThat(quota.detail())
                                    .contains("10 clusters", "10 are used", "1 more", "1 are missing");
                        }));
    }

    @Test
    void refusesMoreMemoryThanTheQuota() {
        var verdict = judge(ALL, ORDER, Environment.DEVELOPMENT, preview(FITS, new Use(4096, 3000, 2048), 0));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOfSatisfying(QuotaExceeded.class, quota -> {
                            assertThat(quota.what()).isEqualTo("memory-bytes");
                            assertThat(quota.missing()).isEqualTo(952);
                        }));
    }

    @Test
    void letsQuotaBeUsedUp() {
        var verdict = judge(NONE, ORDER, Environment.DEVELOPMENT, preview(new Use(10, 9, 1), FITS, 0));

        assertThat(verdict).isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void approvesSmallOrdersForDevelopment() {
        var verdict = judge(ALL, ORDER, Environment.DEVELOPMENT, preview(FITS, new Use(1 << 20, 0, SMALL), 0));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.ApprovedBy.class, approved -> {
            assertThat(approved.policy()).isEqualTo("auto-approve-small-development");
            assertThat(approved.findings())
                    .extracting(Finding::policy, Finding::verdict)
                    .containsExactly(tuple("auto-approve-small-development", Finding.Verdict.APPROVES));
        });
    }

    @ParameterizedTest
    @CsvSource({"DEVELOPMENT, 1025", "STAGING, 1024", "PRODUCTION, 1"})
    void asksForSomebodyWhenAnOrderIsLargerOrForMore(Environment environment, long bytes) {
        var verdict = judge(ALL, ORDER, environment, preview(FITS, new Use(1 << 20, 0, bytes), 0));

        assertThat(verdict).isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void asksForSomebodyForSmallOrdersWhenThatPolicyIsOff() {
        var rules = new ApprovalRules(true, true, false, SMALL, true);

        assertThat(judge(rules, ORDER, Environment.DEVELOPMENT, preview(FITS, FITS, 0)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @ParameterizedTest
    @CsvSource({"DEVELOPMENT, 1024, true", "DEVELOPMENT, 1025, false", "STAGING, 1024, false", "PRODUCTION, 1024, false"
    })
    void approvesPlansForDevelopmentThatAreSmallAfterwards(Environment environment, long bytes, boolean approves) {
        var verdict = judge(ALL, PLAN, environment, preview(FITS, new Use(1 << 20, 0, bytes), 0));

        assertThat(verdict instanceof Verdict.ApprovedBy).isEqualTo(approves);
    }

    @Test
    void asksForSomebodyForAccessAndRollBacksWhateverIsOn() {
        var preview = preview(FITS, new Use(1 << 20, 0, 0), 0);

        assertThat(List.of(
                        judge(
                                ALL,
                                new ChangeAccess(CLUSTER, List.of("web"), List.of()),
                                Environment.DEVELOPMENT,
                                preview),
                        judge(ALL, new RollBack(CLUSTER, 1), Environment.DEVELOPMENT, preview)))
                .containsOnly(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void approvesSettingsWithoutRestart() {
        assertThat(judge(ALL, CHANGE, Environment.PRODUCTION, preview(FITS, FITS, 0)))
                .isInstanceOfSatisfying(
                        Verdict.ApprovedBy.class,
                        approved -> assertThat(approved.policy()).isEqualTo("settings-without-restart"));
    }

    @Test
    void asksForSomebodyForSettingsWithRestart() {
        assertThat(judge(ALL, CHANGE, Environment.DEVELOPMENT, preview(FITS, FITS, 3)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void asksForSomebodyForSettingsWhenThatPolicyIsOff() {
        var rules = new ApprovalRules(true, true, true, SMALL, false);

        assertThat(judge(rules, CHANGE, Environment.DEVELOPMENT, preview(FITS, FITS, 0)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void asksForTwoPeopleToDeleteInProduction() {
        assertThat(judge(ALL, DELETION, Environment.PRODUCTION, preview(FITS, FITS, 0)))
                .isInstanceOfSatisfying(Verdict.NeedsPeople.class, needs -> {
                    assertThat(needs.people()).isEqualTo(2);
                    assertThat(needs.findings())
                            .singleElement()
                            .satisfies(finding ->
                                    assertThat(finding.policy()).isEqualTo("two-people-for-production-delete"));
                });
    }

    @ParameterizedTest
    @CsvSource({"DEVELOPMENT", "STAGING"})
    void asksForOnePersonToDeleteElsewhere(Environment environment) {
        assertThat(judge(ALL, DELETION, environment, preview(FITS, FITS, 0)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void asksForOnePersonToDeleteInProductionWhenThatPolicyIsOff() {
        assertThat(judge(NONE, DELETION, Environment.PRODUCTION, preview(FITS, FITS, 0)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void asksForTwoPeopleToPowerOffInProductionOnly() {
        assertThat(judge(ALL, new PowerOff(CLUSTER), Environment.PRODUCTION, preview(FITS, FITS, 0)))
                .isInstanceOfSatisfying(
                        Verdict.NeedsPeople.class,
                        needs -> assertThat(needs.people()).isEqualTo(2));
        assertThat(judge(ALL, new PowerOff(CLUSTER), Environment.STAGING, preview(FITS, FITS, 0)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void asksForAPersonBeforeADrillInProduction() {
        assertThat(judge(ALL, new FailOver(CLUSTER), Environment.PRODUCTION, preview(FITS, FITS, 0)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
    }

    @Test
    void letsNobodyDecideTheirOwn() {
        assertThat(new ApprovalPolicies(ALL)
                        .whyNot(REQUESTER, SampleTenants.DEMO, "dana", new AwaitingApproval(2, List.of()))
                        .orElseThrow())
                .contains("four-eyes");
    }

    @Test
    void letsNobodyDecideWhatTheyHaveCorrected() {
        var corrected = new AwaitingApproval(1, List.of()).correct("ada", 1);

        assertThat(new ApprovalPolicies(ALL)
                        .whyNot(APPROVER, SampleTenants.DEMO, "dana", corrected)
                        .orElseThrow())
                .contains("four-eyes");
    }

    @Test
    void letsPeopleDecideTheirOwnWhenFourEyesIsOff() {
        assertThat(new ApprovalPolicies(NONE)
                        .whyNot(REQUESTER, SampleTenants.DEMO, "dana", new AwaitingApproval(2, List.of())))
                .isEmpty();
    }

    @Test
    void letsOthersDecide() {
        assertThat(new ApprovalPolicies(ALL)
                        .whyNot(APPROVER, SampleTenants.DEMO, "dana", new AwaitingApproval(2, List.of("bob"))))
                .isEmpty();
    }

    @Test
    void letsNobodyDecideTwiceWhateverIsOn() {
        assertThat(new ApprovalPolicies(NONE)
                        .whyNot(APPROVER, SampleTenants.DEMO, "dana", new AwaitingApproval(2, List.of("ada"))))
                .isPresent();
    }

    @Test
    void letsOnlyApproversAndAdminsDecide() {
        var requester = new Caller("rita", List.of(new Role.Requester(SampleTenants.DEMO)));

        assertThat(new ApprovalPolicies(NONE)
                        .whyNot(requester, SampleTenants.DEMO, "dana", new AwaitingApproval(2, List.of())))
                .isEqualTo(Optional.of(
                        "Only its approvers, approvers of all tenants and admins decide tickets of tenant demo."));
    }

    @Test
    void letsApproversOfATenantDecideItsTicketsOnly() {
        var policies = new ApprovalPolicies(ALL);
        var tess = new Caller("tess", List.of(new Role.TenantApprover(SampleTenants.DEMO)));
        var waiting = new AwaitingApproval(1, List.of());

        assertThat(policies.whyNot(tess, SampleTenants.DEMO, "dana", waiting)).isEmpty();
        assertThat(policies.whyNot(tess, SampleTenants.ACME, "dana", waiting)).isPresent();
        assertThat(policies.whyNot(tess, SampleTenants.DEMO, "tess", waiting).orElseThrow())
                .contains("four-eyes");
    }

    @Test
    void saysWhoMayDecide() {
        var policies = withGroup("ann", "bob");
        var waiting = new AwaitingApproval(1, List.of());
        var nobody = new Caller("rita", List.of());
        var ann = new Caller("ann", List.of(new Role.TenantApprover(SampleTenants.DEMO)));

        assertThat(policies.whyNot(nobody, SampleTenants.DEMO, "dana", waiting).orElseThrow())
                .contains("its approvers (ann, bob), approvers of all tenants and admins");
        assertThat(policies.whyNot(nobody, SampleTenants.ACME, "dana", waiting).orElseThrow())
                .doesNotContain("ann");
        assertThat(policies.whyNot(ann, SampleTenants.DEMO, "ann", waiting).orElseThrow())
                .endsWith("ask another approver, such as bob.");
    }

    @Test
    void namesSomeWhereManyMayDecide() {
        var nobody = new Caller("rita", List.of());

        assertThat(withGroup("a", "b", "c", "d", "e", "f", "g")
                        .whyNever(nobody, SampleTenants.DEMO)
                        .orElseThrow())
                .contains("(a, b, c, d, e and 2 more)");
    }

    @Test
    void judgesEachTenantByItsOwnRules() {
        var policies = new ApprovalPolicies(NONE, Map.of(SampleTenants.DEMO, ALL), ApproverGroups.NONE);
        var deletion = preview(FITS, FITS, 0);
        var waiting = new AwaitingApproval(1, List.of());

        assertThat(policies.judge(matter(SampleTenants.DEMO, DELETION, Environment.PRODUCTION, deletion)))
                .isInstanceOfSatisfying(
                        Verdict.NeedsPeople.class,
                        needs -> assertThat(needs.people()).isEqualTo(2));
        assertThat(policies.judge(matter(SampleTenants.ACME, DELETION, Environment.PRODUCTION, deletion)))
                .isEqualTo(new Verdict.NeedsPeople(1, List.of()));
        assertThat(policies.judge(matter(SampleTenants.DEMO, ORDER, Environment.DEVELOPMENT, preview(FITS, FITS, 0))))
                .isInstanceOf(Verdict.ApprovedBy.class);
        assertThat(policies.whyNot(REQUESTER, SampleTenants.DEMO, "dana", waiting))
                .isPresent();
        assertThat(policies.whyNot(REQUESTER, SampleTenants.ACME, "dana", waiting))
                .isEmpty();
    }

    @Test
    void saysWhichQuotaIsTooSmall() {
        var production = new Use(2, 2, 1, Environment.PRODUCTION);

        assertThat(judge(NONE, ORDER, Environment.PRODUCTION, preview(production, FITS, 0)))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOfSatisfying(QuotaExceeded.class, quota -> {
                            assertThat(quota.quota()).isEqualTo("production");
                            assertThat(quota.detail()).startsWith("The tenant's quota for production is 2 clusters");
                        }));
    }

    private static ApprovalPolicies withGroup(String... names) {
        return new ApprovalPolicies(ALL, Map.of(), new ApproverGroups(Map.of(SampleTenants.DEMO, List.of(names))));
    }

    private static Case matter(TenantSlug tenant, TicketRequest request, Environment environment, Preview preview) {
        return new Case(request, environment, preview, new Tenant(tenant, new Quota(10, 4096)), REQUESTER);
    }

    private static Verdict judge(ApprovalRules rules, TicketRequest request, Environment environment, Preview preview) {
        return new ApprovalPolicies(rules).judge(matter(SampleTenants.DEMO, request, environment, preview));
    }

    private static Preview preview(Use clusters, Use memory, int restarts) {
        return new Preview(
                "Something",
                List.of(),
                new PlanChange("m", "s", 4096, memory.requested()),
                null,
                List.of(),
                restarts,
                Duration.ZERO,
                clusters,
                memory,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                List.of(),
                1,
                null,
                null);
    }
}
