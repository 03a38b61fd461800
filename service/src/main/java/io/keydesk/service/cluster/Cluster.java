package io.keydesk.service.cluster;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The dedicated Valkey of one purpose.
 *
 * @param desired the newest revision
 * @param observed what was seen last
 * @param trouble the step that keeps failing, if one does
 * @param abandoned whether the order that asked for it has failed, so that only a retry goes on with it
 * @param maintenanceWindow {@code null} while none is set
 * @param deletionProtection whether it can neither be deleted nor powered off
 * @param readyAt when it became ready for the first time
 * @param version counts the changes that callers can see
 */
public record Cluster(
        ClusterId id,
        TenantSlug tenant,
        String name,
        Purpose purpose,
        Environment environment,
        String region,
        Revision desired,
        Observation observed,
        @Nullable Trouble trouble,
        boolean abandoned,
        @Nullable MaintenanceWindow maintenanceWindow,
        boolean deletionProtection,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant readyAt,
        @Nullable Instant deletedAt,
        long version) {

    public Phase phase() {
        if (deletedAt != null) {
            return Phase.DELETED;
        }
        if (desired.state().deleted()) {
            return Phase.DELETING;
        }
        if (readyAt == null) {
            return abandoned ? Phase.FAILED : Phase.PROVISIONING;
        }
        if (trouble != null) {
            return Phase.DEGRADED;
        }
        if (observed.revision() < desired.number()) {
            return Phase.UPDATING;
        }
        if (desired.state().poweredOff()) {
            return Phase.OFF;
        }
        return observed.isHealthy() ? Phase.READY : Phase.DEGRADED;
    }

    public boolean isGone() {
        return deletedAt != null;
    }

    /** Whether the newest revision is applied, and the cluster is well. */
    public boolean isSettled() {
        return observed.revision() == desired.number() && isWell();
    }

    /** Whether every condition holds; or, of a cluster that is to be off, nothing runs. */
    public boolean isWell() {
        return desired.state().poweredOff() ? observed.isOff() : observed.isHealthy();
    }

    public Cluster desiring(Revision next) {
        return new Change(this).desired(next).worked(null, false).at(next.at());
    }

    public Cluster observed(Observation seen, @Nullable Trouble now, Instant at) {
        var change = new Change(this).observed(seen.continuing(observed)).worked(now, abandoned);
        boolean firstReady = readyAt == null && seen.revision() > 0 && seen.isHealthy();
        var next = firstReady ? change.readyAt(at).at(at) : change.at(at);
        var dated = next.phase() == Phase.DEGRADED ? next.observed.ill(at) : next.observed.well();
        return new Change(this)
                .observed(dated)
                .worked(now, abandoned)
                .readyAt(next.readyAt)
                .at(at);
    }

    /** Not seen, for its region is away. Why, is the region's to tell: with it, each cluster would change whenever that does. */
    public Cluster unreachable(Instant at) {
        var message = "Region %s is away; GET /v1/regions says why.".formatted(region);
        return observed(observed.unseen(Condition.REGION_AWAY, message, at), null, at);
    }

    /** Nobody works on it until somebody retries the ticket. */
    public Cluster abandoned(Instant at) {
        return new Change(this).worked(trouble, true).at(at);
    }

    /** Worked on again, with a clean slate. */
    public Cluster resumed(Instant at) {
        return new Change(this).worked(null, false).at(at);
    }

    /** With another window for its maintenance, or none. */
    public Cluster maintainedIn(@Nullable MaintenanceWindow window, Instant at) {
        return new Change(this).maintainedIn(window).at(at);
    }

    /** With deletion protection, or without. */
    public Cluster protectedFromDeletion(boolean isProtected, Instant at) {
        return new Change(this).protectedFromDeletion(isProtected).at(at);
    }

    public Cluster gone(Instant at) {
        return new Change(this)
                .observed(Observation.NOTHING)
                .worked(null, abandoned)
                .deletedAt(at)
                .at(at);
    }

    /** The next version of a cluster, in the making. */
    private static final class Change {

        private final Cluster before;
        private Revision desired;
        private Observation observed;
        private @Nullable Trouble trouble;
        private boolean abandoned;
        private @Nullable MaintenanceWindow maintenanceWindow;
        private boolean deletionProtection;
        private @Nullable Instant readyAt;
        private @Nullable Instant deletedAt;

        Change(Cluster before) {
            this.before = before;
            this.desired = before.desired;
            this.observed = before.observed;
            this.trouble = before.trouble;
            this.abandoned = before.abandoned;
            this.maintenanceWindow = before.maintenanceWindow;
            this.deletionProtection = before.deletionProtection;
            this.readyAt = before.readyAt;
            this.deletedAt = before.deletedAt;
        }

        Change desired(Revision next) {
            desired = next;
            return this;
        }

        Change observed(Observation next) {
            observed = next;
            return this;
        }

        Change worked(@Nullable Trouble now, boolean givenUp) {
            trouble = now;
            abandoned = givenUp;
            return this;
        }

        Change maintainedIn(@Nullable MaintenanceWindow window) {
            maintenanceWindow = window;
            return this;
        }

        Change protectedFromDeletion(boolean isProtected) {
            deletionProtection = isProtected;
            return this;
        }

        Change readyAt(@Nullable Instant at) {
            readyAt = at;
            return this;
        }

        Change deletedAt(Instant at) {
            deletedAt = at;
            return this;
        }

        Cluster at(Instant at) {
            return new Cluster(
                    before.id,
                    before.tenant,
                    before.name,
                    before.purpose,
                    before.environment,
                    before.region,
                    desired,
                    observed,
                    trouble,
                    abandoned,
                    maintenanceWindow,
                    deletionProtection,
                    before.createdAt,
                    at,
                    readyAt,
                    deletedAt,
                    before.version + 1);
        }
    }
}
