package io.keydesk.service.approval;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import io.keydesk.service.approval.Opinion.Abstains;
import io.keydesk.service.approval.Opinion.Approves;
import io.keydesk.service.approval.Opinion.Asks;
import io.keydesk.service.approval.Opinion.Refuses;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.Finding;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policies in force, in their order: first refusals, then approvals, then how many people. */
public final class ApprovalPolicies {

    private final ApprovalRules rules;
    private final List<ApprovalPolicy> policies;

    public ApprovalPolicies(ApprovalRules rules) {
        this.rules = rules;
        var inForce = new ArrayList<ApprovalPolicy>();
        inForce.add(new ApprovalPolicy(
                "within-quota",
                matter ->
                        withinQuota(matter.preview()).<Opinion>map(Refuses::new).orElseGet(Abstains::new)));
        if (rules.autoApproveSmallDevelopment()) {
            inForce.add(new ApprovalPolicy("auto-approve-small-development", this::smallDevelopment));
        }
        if (rules.settingsWithoutRestart()) {
            inForce.add(new ApprovalPolicy("settings-without-restart", ApprovalPolicies::settingsWithoutRestart));
        }
        if (rules.twoPeopleForProductionDelete()) {
            inForce.add(new ApprovalPolicy("two-people-for-production-delete", ApprovalPolicies::productionDelete));
            inForce.add(
                    new ApprovalPolicy("two-people-for-production-power-off", ApprovalPolicies::productionPowerOff));
        }
        this.policies = List.copyOf(inForce);
    }

    public Verdict judge(Case matter) {
        var findings = new ArrayList<Finding>();
        int people = 1;
        String approvedBy = null;
        for (var policy : policies) {
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

    /** Why this caller may not decide a ticket that this person filed; nothing if they may. */
    public Optional<String> whyNot(Caller caller, String requester, AwaitingApproval waiting) {
        return whyNever(caller).or(() -> whyNotNow(caller, requester, waiting));
    }

    /** Why this caller may decide no ticket, whatever its state; nothing if there are tickets that they may decide. */
    public Optional<String> whyNever(Caller caller) {
        return caller.decides() ? Optional.empty() : Optional.of("Only approvers and admins decide tickets.");
    }

    private Optional<String> whyNotNow(Caller caller, String requester, AwaitingApproval waiting) {
        boolean own = caller.name().equals(requester) || waiting.correctedBy().contains(caller.name());
        if (rules.fourEyes() && own) {
            return Optional.of("Nobody decides a ticket of their own (policy four-eyes): ask another approver.");
        }
        if (waiting.approvedBy().contains(caller.name())) {
            return Optional.of("You have approved this ticket already; it waits for another approver.");
        }
        return Optional.empty();
    }

    /** Why it does not fit into the tenant's quota; nothing if it does. Checked when filing, and again when approving. */
    public Optional<Refusal> withinQuota(Preview preview) {
        return refusal("clusters", "clusters", preview.clusters())
                .or(() -> refusal("memory-bytes", "bytes of memory", preview.memoryBytes()));
    }

    private static Optional<Refusal> refusal(String what, String unit, Use use) {
        if (use.missing() == 0) {
            return Optional.empty();
        }
        var detail =
                "The tenant's quota is %d %s, of which %d are used; this needs %d more, so %d are missing. Delete a cluster, choose a smaller plan, or ask an admin for more quota."
                        .formatted(use.limit(), unit, use.used(), use.requested(), use.missing());
        return Optional.of(new QuotaExceeded(what, use.limit(), use.used(), use.requested(), use.missing(), detail));
    }

    private Opinion smallDevelopment(Case matter) {
        return matter.request() instanceof OrderCluster
                        && matter.environment() == Environment.DEVELOPMENT
                        && matter.preview().memoryBytes().requested() <= rules.smallClusterBytes()
                ? new Approves("A small cluster for development needs nobody's approval.")
                : new Abstains();
    }

    private static Opinion settingsWithoutRestart(Case matter) {
        return matter.request() instanceof ChangeSettings && matter.preview().restarts() == 0
                ? new Approves("Settings that apply without a restart need nobody's approval.")
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
