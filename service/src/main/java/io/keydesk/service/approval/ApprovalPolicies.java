package io.keydesk.service.approval;

import io.keydesk.service.access.ApproverGroups;
import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.approval.Opinion.Abstains;
import io.keydesk.service.approval.Opinion.Approves;
import io.keydesk.service.approval.Opinion.Asks;
import io.keydesk.service.approval.Opinion.Refuses;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.Decider;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.Finding;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.UpgradeVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The policies in force, in their order: first refusals, then approvals, then how many people. */
public final class ApprovalPolicies {

    private static final int NAMES_TOLD = 5;

    private final ApprovalRules rules;
    private final Map<TenantSlug, ApprovalRules> rulesOfTenants;
    private final ApproverGroups groups;

    /** The same for all tenants, and nobody decides for a single one by name. */
    public ApprovalPolicies(ApprovalRules rules) {
        this(rules, Map.of(), ApproverGroups.NONE);
    }

    /**
     * @param rules of tenants that have none of their own
     * @param groups of which a caller who may not decide is told
     */
    public ApprovalPolicies(ApprovalRules rules, Map<TenantSlug, ApprovalRules> rulesOfTenants, ApproverGroups groups) {
        this.rules = rules;
        this.rulesOfTenants = Map.copyOf(rulesOfTenants);
        this.groups = groups;
    }

    /** What is in force for a tenant. */
    public ApprovalRules rules(TenantSlug tenant) {
        return rulesOfTenants.getOrDefault(tenant, rules);
    }

    private List<ApprovalPolicy> inForce(ApprovalRules now) {
        var policies = new ArrayList<ApprovalPolicy>();
        policies.add(new ApprovalPolicy(
                "within-quota",
                matter ->
                        withinQuota(matter.preview()).<Opinion>map(Refuses::new).orElseGet(Abstains::new)));
        policies.add(new ApprovalPolicy("forced-by-admins-only", ApprovalPolicies::forcedByAdminsOnly));
        policies.add(new ApprovalPolicy("staging-before-production", ApprovalPolicies::stagingBeforeProduction));
        policies.add(new ApprovalPolicy("urgent-upgrade", ApprovalPolicies::urgentUpgrade));
        if (now.autoApproveSmallDevelopment()) {
            policies.add(new ApprovalPolicy("auto-approve-small-development", matter -> smallDevelopment(now, matter)));
        }
        if (now.settingsWithoutRestart()) {
            policies.add(new ApprovalPolicy("settings-without-restart", ApprovalPolicies::settingsWithoutRestart));
        }
        if (now.twoPeopleForProductionDelete()) {
            policies.add(new ApprovalPolicy("two-people-for-production-delete", ApprovalPolicies::productionDelete));
            policies.add(
                    new ApprovalPolicy("two-people-for-production-power-off", ApprovalPolicies::productionPowerOff));
        }
        return policies;
    }

    public Verdict judge(Case matter) {
        var findings = new ArrayList<Finding>();
        int people = 1;
        String approvedBy = null;
        for (var policy : inForce(rules(matter.tenant().slug()))) {
            switch (policy.on(matter)) {
                case Refuses(var refusal) -> {
                    return new Verdict.Refused(refusal);
                }
                case Approves(var because) -> {
                    approvedBy = policy.name();
                    findings.add(new Finding(policy.name(), Finding.Verdict.APPROVES, because));
                }
                case Asks(var count, var because) -> {
                    people = Math.max(people, count);
                    findings.add(new Finding(policy.name(), Finding.Verdict.ASKS, because));
                }
                case Abstains() -> {}
            }
        }
        return approvedBy != null && people == 1
                ? new Verdict.ApprovedBy(approvedBy, findings)
                : new Verdict.NeedsPeople(people, findings);
    }

    /** Why this caller may not decide the ticket now, whatever its state; nothing if they may. */
    public Optional<String> whyNot(Caller caller, Ticket ticket) {
        return ticket.state() instanceof AwaitingApproval waiting
                ? whyNot(caller, ticket.tenant(), ticket.requester(), waiting)
                : Optional.of("The ticket is %s.".formatted(ticket.state().label()));
    }

    /** Why this caller may not decide a ticket of this tenant that this person filed; nothing if they may. */
    public Optional<String> whyNot(Caller caller, TenantSlug tenant, String requester, AwaitingApproval waiting) {
        return whyNever(caller, tenant).or(() -> whyNotNow(caller, tenant, requester, waiting));
    }

    /** The same rules as {@link #whyNot}, for all tickets at once. */
    public Decider decider(Caller caller) {
        var others = rulesOfTenants.entrySet().stream()
                .filter(other -> other.getValue().fourEyes() != rules.fourEyes())
                .map(other -> other.getKey().value())
                .collect(Collectors.toSet());
        return new Decider(caller.name(), caller.decidesFor(), !rules.fourEyes(), others);
    }

    /** Why this caller may decide no ticket at all; nothing if there are tenants whose tickets they may. */
    public Optional<String> whyNever(Caller caller) {
        return decider(caller).decides()
                ? Optional.empty()
                : Optional.of("Only approvers and admins decide tickets, and those who are approvers of a tenant.");
    }

    /** Why this caller may decide no ticket of this tenant, whatever its state; nothing if there are some that they may. */
    public Optional<String> whyNever(Caller caller, TenantSlug tenant) {
        return caller.decidesFor(tenant)
                ? Optional.empty()
                : Optional.of("Only %s decide tickets of tenant %s.".formatted(deciders(tenant), tenant));
    }

    private Optional<String> whyNotNow(Caller caller, TenantSlug tenant, String requester, AwaitingApproval waiting) {
        boolean own = caller.name().equals(requester) || waiting.correctedBy().contains(caller.name());
        if (rules(tenant).fourEyes() && own) {
            return Optional.of("Nobody decides a ticket of their own (policy four-eyes): ask %s."
                    .formatted(otherDeciders(tenant, caller)));
        }
        if (waiting.approvedBy().contains(caller.name())) {
            return Optional.of("You have approved this ticket already; it waits for another approver: ask %s."
                    .formatted(otherDeciders(tenant, caller)));
        }
        return Optional.empty();
    }

    private String deciders(TenantSlug tenant) {
        var names = groups.of(tenant);
        return names.isEmpty()
                ? "its approvers, approvers of all tenants and admins"
                : "its approvers (%s), approvers of all tenants and admins".formatted(told(names));
    }

    private String otherDeciders(TenantSlug tenant, Caller caller) {
        var others = groups.of(tenant).stream()
                .filter(name -> !name.equals(caller.name()))
                .toList();
        return others.isEmpty() ? "another approver" : "another approver, such as " + told(others);
    }

    /** Some of them, where they are many. */
    private static String told(List<String> names) {
        int more = names.size() - NAMES_TOLD;
        return more <= 0
                ? String.join(", ", names)
                : "%s and %d more".formatted(String.join(", ", names.subList(0, NAMES_TOLD)), more);
    }

    /** Why it does not fit into the quotas; nothing if it does. Checked when filing, and again when approving. */
    public Optional<Refusal> withinQuota(Preview preview) {
        return refusal("clusters", "clusters", preview.clusters())
                .or(() -> refusal("memory-bytes", "bytes of memory", preview.memoryBytes()));
    }

    private static Optional<Refusal> refusal(String what, String unit, Use use) {
        if (use.missing() == 0) {
            return Optional.empty();
        }
        var environment = use.environment();
        var detail =
                "The tenant's quota%s is %d %s, of which %d are used; this needs %d more, so %d are missing. Delete a cluster, choose a smaller plan, or ask an admin for more quota."
                        .formatted(
                                environment == null ? "" : " for " + environment.label(),
                                use.limit(),
                                unit,
                                use.used(),
                                use.requested(),
                                use.missing());
        return Optional.of(new QuotaExceeded(
                what,
                environment == null ? "tenant" : environment.label(),
                use.limit(),
                use.used(),
                use.requested(),
                use.missing(),
                detail));
    }

    private static Opinion smallDevelopment(ApprovalRules rules, Case matter) {
        var plan = matter.preview().plan();
        boolean sizes = matter.request() instanceof OrderCluster || matter.request() instanceof ChangePlan;
        return sizes
                        && matter.environment() == Environment.DEVELOPMENT
                        && plan != null
                        && plan.memoryBytesAfter() <= rules.smallClusterBytes()
                ? new Approves("A small cluster for development needs nobody's approval.")
                : new Abstains();
    }

    private static Opinion settingsWithoutRestart(Case matter) {
        return matter.request() instanceof ChangeSettings && matter.preview().restarts() == 0
                ? new Approves("Settings that apply without a restart need nobody's approval.")
                : new Abstains();
    }

    private static Opinion forcedByAdminsOnly(Case matter) {
        return matter.request() instanceof UpgradeVersion upgrade
                        && (upgrade.isForced() || upgrade.aheadOfStaging())
                        && !matter.requester().isAdmin()
                ? new Refuses(
                        new Forbidden(
                                "Only admins force an upgrade (urgent), or let production go ahead of staging (aheadOfStaging): leave that out, or ask an admin to file it."))
                : new Abstains();
    }

    private static Opinion stagingBeforeProduction(Case matter) {
        var version = matter.preview().version();
        if (!(matter.request() instanceof UpgradeVersion upgrade) || version == null || !version.isAheadOfStaging()) {
            return new Abstains();
        }
        return upgrade.isForced() || upgrade.aheadOfStaging()
                ? new Asks(
                        1,
                        "An admin lets production run %s while staging runs %s at most."
                                .formatted(version.to(), version.staging()))
                : new Refuses(Invalid.of(
                        "request.version",
                        "production must not be ahead of staging: version is %s, and the tenant's clusters of the same purpose in staging run %s at most. Upgrade one of those first, or ask an admin to file this with aheadOfStaging"
                                .formatted(version.to(), version.staging())));
    }

    /** Quick, and told to the tenant. */
    private static Opinion urgentUpgrade(Case matter) {
        return matter.request() instanceof UpgradeVersion upgrade && upgrade.isForced()
                ? new Approves("An admin forces this upgrade: " + upgrade.urgent())
                : new Abstains();
    }

    private static Opinion productionDelete(Case matter) {
        return matter.request() instanceof DeleteCluster && matter.environment() == Environment.PRODUCTION
                ? new Asks(2, "Deleting a production cluster takes two approvers.")
                : new Abstains();
    }

    private static Opinion productionPowerOff(Case matter) {
        return matter.request() instanceof PowerOff && matter.environment() == Environment.PRODUCTION
                ? new Asks(2, "Powering a production cluster off takes two approvers.")
                : new Abstains();
    }
}
