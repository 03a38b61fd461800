package io.keydesk.service.approval;

/**
 * Which of the built-in policies are in force. Quota always is, and that staging is upgraded before production.
 *
 * @param fourEyes whether nobody approves a ticket of their own
 * @param twoPeopleForProductionDelete whether deleting a production cluster, or powering it off, takes two approvers
 * @param autoApproveSmallDevelopment whether orders and plans for development that are small need nobody
 * @param smallClusterBytes up to which memory of its plan a cluster is small
 * @param settingsWithoutRestart whether settings that apply live need nobody
 */
public record ApprovalRules(
        boolean fourEyes,
        boolean twoPeopleForProductionDelete,
        boolean autoApproveSmallDevelopment,
        long smallClusterBytes,
        boolean settingsWithoutRestart) {}
