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
        return observed.isDegraded() ? Phase.DEGRADED : Phase.READY;
    }

    public boolean isGone() {
        return deletedAt != null;
    }

    /** Whether the newest revision is on every node and every condition holds. */
    public boolean isSettled() {
        return observed.revision() == desired.number() && observed.isHealthy();
    }

    public Cluster desiring(Revision next) {
        return new Cluster(
                id,
                tenant,
                name,
                purpose,
                environment,
                region,
                next,
                observed,
                null,
                false,
                createdAt,
                next.at(),
                readyAt,
                deletedAt,
                version + 1);
    }

    public Cluster observed(Observation seen, @Nullable Trouble now, Instant at) {
        var firstReady = readyAt == null && seen.revision() > 0 && seen.isHealthy() ? at : readyAt;
        return new Cluster(
                id,
                tenant,
                name,
                purpose,
                environment,
                region,
                desired,
                seen.continuing(observed),
                now,
                abandoned,
                createdAt,
                at,
                firstReady,
                deletedAt,
                version + 1);
    }

    /** Nobody works on it until somebody retries the ticket. */
    public Cluster abandoned(Instant at) {
        return worked(true, at);
    }

    /** Worked on again, with a clean slate. */
    public Cluster resumed(Instant at) {
        return worked(false, at);
    }

    private Cluster worked(boolean givenUp, Instant at) {
        return new Cluster(
                id,
                tenant,
                name,
                purpose,
                environment,
                region,
                desired,
                observed,
                givenUp ? trouble : null,
                givenUp,
                createdAt,
                at,
                readyAt,
                deletedAt,
                version + 1);
    }

    public Cluster gone(Instant at) {
        return new Cluster(
                id,
                tenant,
                name,
                purpose,
                environment,
                region,
                desired,
                Observation.NOTHING,
                null,
                abandoned,
                createdAt,
                at,
                readyAt,
                at,
                version + 1);
    }
}
