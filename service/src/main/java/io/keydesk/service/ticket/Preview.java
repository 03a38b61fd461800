package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.tenant.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What carrying out a request would change, computed before anyone decides.
 *
 * @param summary one sentence
 * @param plan how the size changes; {@code null} if it does not
 * @param access how the namespaces change that reach the cluster; {@code null} if they do not
 * @param restarts how many nodes are restarted
 * @param writePause how long writes are expected to wait; zero if they do not, {@code null} if none is possible afterwards
 * @param warnings what the decider should know
 * @param revision of the cluster that it was computed from; 0 for a new one, or where that was not noted
 * @param version how the version of the server changes; {@code null} if it does not
 * @param dueAt when it would be carried out if it were approved at the time of the preview; {@code null} if at once
 */
public record Preview(
        String summary,
        List<SettingChange> settings,
        @Nullable PlanChange plan,
        @Nullable AccessChange access,
        List<PlannedObject> objects,
        int restarts,
        @Nullable Duration writePause,
        Use clusters,
        Use memoryBytes,
        BigDecimal monthlyCostBefore,
        BigDecimal monthlyCostAfter,
        List<String> warnings,
        int revision,
        @Nullable VersionChange version,
        @Nullable Instant dueAt) {

    public Preview {
        settings = List.copyOf(settings);
        objects = List.copyOf(objects);
        warnings = List.copyOf(warnings);
    }

    /** The same without the differences of its objects, which can be long. */
    public Preview brief() {
        return touching(objects.stream().map(object -> object.withDiff(null)).toList());
    }

    /** The same with these objects. */
    public Preview touching(List<PlannedObject> others) {
        return new Preview(
                summary,
                settings,
                plan,
                access,
                others,
                restarts,
                writePause,
                clusters,
                memoryBytes,
                monthlyCostBefore,
                monthlyCostAfter,
                warnings,
                revision,
                version,
                dueAt);
    }

    /** The same, to be carried out at another time. */
    public Preview due(@Nullable Instant otherDueAt) {
        return new Preview(
                summary,
                settings,
                plan,
                access,
                objects,
                restarts,
                writePause,
                clusters,
                memoryBytes,
                monthlyCostBefore,
                monthlyCostAfter,
                warnings,
                revision,
                version,
                otherDueAt);
    }

    /** The same, with the quota as it is by now. */
    public Preview using(Use clustersNow, Use memoryNow) {
        return new Preview(
                summary,
                settings,
                plan,
                access,
                objects,
                restarts,
                writePause,
                clustersNow,
                memoryNow,
                monthlyCostBefore,
                monthlyCostAfter,
                warnings,
                revision,
                version,
                dueAt);
    }

    /**
     * What would be different for people who decide, one sentence each; empty if they would see the same. What else may
     * differ at any time (objects of the region, restarts for which only the region sees a reason, what is left of the
     * quota, warnings of it) is no news.
     */
    public List<String> changesTo(Preview now) {
        var changes = new ArrayList<String>();
        if (revision != 0 && now.revision != 0 && revision != now.revision) {
            changes.add("The cluster is at revision %d, not %d.".formatted(now.revision, revision));
        }
        changes.addAll(changesOfEffectTo(now));
        return changes;
    }

    /** The same without whether the cluster has changed in a way that makes no difference for this request. */
    public List<String> changesOfEffectTo(Preview now) {
        var changes = new ArrayList<String>();
        if (version != null
                && now.version != null
                && !(version.from.equals(now.version.from) && version.to.equals(now.version.to))) {
            changes.add("The version would go from %s to %s, not from %s to %s."
                    .formatted(now.version.from, now.version.to, version.from, version.to));
        }
        if (!settings.equals(now.settings)) {
            changes.add("Settings would change: %s; not: %s.".formatted(inWords(now.settings), inWords(settings)));
        }
        if (clusters.requested != now.clusters.requested || memoryBytes.requested != now.memoryBytes.requested) {
            changes.add("It would take %d clusters and %d bytes of memory more, not %d and %d."
                    .formatted(
                            now.clusters.requested,
                            now.memoryBytes.requested,
                            clusters.requested,
                            memoryBytes.requested));
        }
        if (monthlyCostBefore.compareTo(now.monthlyCostBefore) != 0
                || monthlyCostAfter.compareTo(now.monthlyCostAfter) != 0) {
            changes.add("The monthly cost would go from %s to %s, not from %s to %s."
                    .formatted(now.monthlyCostBefore, now.monthlyCostAfter, monthlyCostBefore, monthlyCostAfter));
        }
        return changes;
    }

    private static String inWords(List<SettingChange> settings) {
        return settings.isEmpty()
                ? "none"
                : settings.stream()
                        .map(change -> change.from == null
                                ? "%s to %s".formatted(change.name, change.to)
                                : "%s from %s to %s".formatted(change.name, change.from, change.to))
                        .collect(Collectors.joining(", "));
    }

    /**
     * @param from {@code null} where there is no cluster yet
     * @param live whether it is changed without a restart
     */
    public record SettingChange(String name, @Nullable String from, String to, boolean live) {}

    /**
     * @param from {@code null} where there is no cluster yet
     * @param to {@code null} where there is none any more
     * @param memoryBytesBefore of one node
     * @param memoryBytesAfter of one node
     */
    public record PlanChange(
            @Nullable String from, @Nullable String to, long memoryBytesBefore, long memoryBytesAfter) {}

    /**
     * @param staging the newest version that the tenant runs in staging for the same purpose; {@code null} if it runs none
     *     there, or if the cluster is not one of production
     */
    public record VersionChange(
            String from, String to, @Nullable String staging) {

        /** Whether production would run what the tenant does not run in staging yet. */
        public boolean isAheadOfStaging() {
            return staging != null && Version.parse(to).isNewerThan(Version.parse(staging));
        }
    }

    /** Namespaces that reach the cluster afterwards and did not before, and the other way round. */
    public record AccessChange(List<String> added, List<String> removed) {

        public AccessChange {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * A part of the quota that leaves least for this request.
     *
     * @param used now, without this request
     * @param requested what this request adds; negative if it gives back
     * @param environment whose quota it is; {@code null} for the tenant's own
     */
    public record Use(
            long limit, long used, long requested, @Nullable Environment environment) {

        /** Of the tenant's own quota. */
        public Use(long limit, long used, long requested) {
            this(limit, used, requested, null);
        }

        public static Use of(Share share, long requested) {
            return new Use(share.limit(), share.used(), requested, share.environment());
        }

        /** How much more would be needed; 0 if it fits. */
        public long missing() {
            return Math.max(0, requested <= 0 ? 0 : used + requested - limit);
        }
    }
}
