package io.keydesk.api.desk;

import static java.util.Objects.requireNonNullElse;

import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.tenant.EnvironmentQuota;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How this desk works.
 *
 * @param tenants who may order, by slug; {@code demo} and {@code acme} where none is given
 * @param approval the approval policies in force
 * @param deletionGrace how long clusters go on after their deletion was approved
 * @param reconcile how clusters are kept
 */
@Validated
@ConfigurationProperties("keydesk")
record DeskProperties(
        @DefaultValue @NotNull Map<String, @Valid TenantProperties> tenants,
        @Valid @DefaultValue ApprovalProperties approval,
        @Valid @DefaultValue DeletionGraceProperties deletionGrace,
        @Valid @DefaultValue ReconcileProperties reconcile) {

    /**
     * @param clusters how many clusters the tenant may have at once
     * @param memory how much memory their plans may have together
     * @param environments what is narrower for an environment: {@code development}, {@code staging}, {@code production}
     * @param approval the approval policies that differ for this tenant
     * @param approvers names of callers who decide this tenant's tickets, whatever roles their tokens carry
     */
    record TenantProperties(
            @DefaultValue("10") @Positive int clusters,
            @DefaultValue("64GB") DataSize memory,
            @DefaultValue @NotNull Map<Environment, @Valid EnvironmentProperties> environments,
            @DefaultValue @Valid TenantApprovalProperties approval,
            @DefaultValue @NotNull List<@NotBlank String> approvers) {

        List<EnvironmentQuota> environmentQuotas() {
            return environments.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> new EnvironmentQuota(
                            entry.getKey(),
                            entry.getValue().clusters(),
                            entry.getValue().memory() == null
                                    ? null
                                    : entry.getValue().memory().toBytes()))
                    .toList();
        }
    }

    /**
     * @param clusters how many clusters of this environment the tenant may have at once; without it, only its own quota counts
     * @param memory how much memory their plans may have together; without it, only its own quota counts
     */
    record EnvironmentProperties(
            @Nullable @PositiveOrZero Integer clusters,
            @Nullable DataSize memory) {}

    /**
     * What is left out is as for all tenants.
     *
     * @param fourEyes whether nobody decides a ticket of their own
     * @param twoPeopleForProductionDelete whether deleting a production cluster takes two approvers
     * @param autoApproveSmallDevelopment whether small orders for development need nobody
     * @param smallCluster up to which plan memory an order is small
     * @param settingsWithoutRestart whether settings that apply live need nobody
     */
    record TenantApprovalProperties(
            @Nullable Boolean fourEyes,
            @Nullable Boolean twoPeopleForProductionDelete,
            @Nullable Boolean autoApproveSmallDevelopment,
            @Nullable DataSize smallCluster,
            @Nullable Boolean settingsWithoutRestart) {

        ApprovalRules over(ApprovalRules all) {
            return new ApprovalRules(
                    requireNonNullElse(fourEyes, all.fourEyes()),
                    requireNonNullElse(twoPeopleForProductionDelete, all.twoPeopleForProductionDelete()),
                    requireNonNullElse(autoApproveSmallDevelopment, all.autoApproveSmallDevelopment()),
                    smallCluster == null ? all.smallClusterBytes() : smallCluster.toBytes(),
                    requireNonNullElse(settingsWithoutRestart, all.settingsWithoutRestart()));
        }
    }

    /**
     * @param fourEyes whether nobody decides a ticket of their own
     * @param twoPeopleForProductionDelete whether deleting a production cluster takes two approvers
     * @param autoApproveSmallDevelopment whether orders and plans for development that are small need nobody
     * @param smallCluster up to which memory of its plan a cluster is small
     * @param settingsWithoutRestart whether settings that apply live need nobody
     * @param expiresAfter how long a ticket may wait for approval, counted from its last change; 0 lets it wait for ever
     * @param remindsBefore how long before that people are reminded; 0 reminds nobody
     */
    record ApprovalProperties(
            @DefaultValue("true") boolean fourEyes,
            @DefaultValue("true") boolean twoPeopleForProductionDelete,
            @DefaultValue("false") boolean autoApproveSmallDevelopment,
            @DefaultValue("256MB") DataSize smallCluster,
            @DefaultValue("false") boolean settingsWithoutRestart,
            @DefaultValue("14d") @DurationMin(nanos = 0) Duration expiresAfter,
            @DefaultValue("2d") @DurationMin(nanos = 0) Duration remindsBefore) {

        ApprovalRules rules() {
            return new ApprovalRules(
                    fourEyes,
                    twoPeopleForProductionDelete,
                    autoApproveSmallDevelopment,
                    smallCluster.toBytes(),
                    settingsWithoutRestart);
        }
    }

    /**
     * @param production of clusters for production
     * @param others of all others
     */
    record DeletionGraceProperties(
            @DefaultValue("24h") @DurationMin(nanos = 0) Duration production,
            @DefaultValue("0s") @DurationMin(nanos = 0) Duration others) {}

    /**
     * @param interval between two looks at a healthy cluster of a region that does not ask for another; events make a look
     *     come sooner
     * @param budget for how long a ticket may be worked on before it fails; one that deletes goes on until nothing is left
     * @param longestBackoff between two tries of a step that keeps failing
     */
    record ReconcileProperties(
            @DefaultValue("2s") @DurationMin(millis = 100) Duration interval,
            @DefaultValue("10m") @DurationMin(seconds = 1) Duration budget,
            @DefaultValue("30s") @DurationMin(millis = 250) Duration longestBackoff) {}
}
