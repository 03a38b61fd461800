package io.keydesk.service.approval;

/**
 * Which of the built-in policies are in force. Quota always is.
 *
 * @param fourEyes whether nobody approves a ticket of their own
 * @param twoPeopleForProductionDelete whether deleting a production cluster, or powering it off, takes two approvers
 * @param autoApproveSmallDevelopment whether small orders for development need nobody
 * @param smallClusterBytes up to which plan memory an order is small
 * @param settingsWithoutRestart whether settings that apply live need nobody
 */
public record ApprovalRules(
        boolean fourEyes,
        boolean twoPeopleForProductionDelete,
        boolean autoApproveSmallDevelopment,
        long smallClusterBytes,
        boolean settingsWithoutRestart) {}
