package io.keydesk.service.cluster;

import java.time.Instant;

/**
 * One checked truth about a cluster.
 *
 * @param reason one word in CamelCase, for programs
 * @param message one sentence, for people; without figures that change while nothing happens
 * @param since when the status became what it is
 */
public record Condition(Type type, Status status, String reason, String message, Instant since) {

    /** The reason of all conditions of a cluster while its region cannot be reached. */
    public static final String REGION_AWAY = "RegionAway";

    /** The reason of what cannot be checked of a cluster while it is powered off: no trouble, and not told as such. */
    public static final String POWERED_OFF = "PoweredOff";

    /** What is checked. */
    public enum Type {
        /** The parts are there and run. */
        PROVISIONED("Provisioned"),
        /** Every Sentinel says that the three of them can agree on a failover. */
        QUORUM_HEALTHY("QuorumHealthy"),
        /** What every Sentinel names really is a primary. */
        PRIMARY_AGREED("PrimaryAgreed"),
        /** Both replicas are linked to the primary. */
        REPLICAS_IN_SYNC("ReplicasInSync"),
        /** Every node, asked for its settings, answers what is desired. */
        SETTINGS_APPLIED("SettingsApplied"),
        /** The connection's documents are where tenants look for them. */
        CONNECTION_PUBLISHED("ConnectionPublished"),
        /** Who lacks the label, or the password, does not get in. */
        ACCESS_ENFORCED("AccessEnforced");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public enum Status {
        TRUE,
        FALSE,
        UNKNOWN
    }

    public boolean holds() {
        return status == Status.TRUE;
    }

    public boolean isRegionAway() {
        return reason.equals(REGION_AWAY);
    }

    public boolean isPoweredOff() {
        return reason.equals(POWERED_OFF);
    }

    /** The same, but since when the earlier one already said so. */
    Condition continuing(Condition earlier) {
        return earlier.status == status ? new Condition(type, status, reason, message, earlier.since) : this;
    }
}
