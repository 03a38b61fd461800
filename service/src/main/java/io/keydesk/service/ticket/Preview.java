package io.keydesk.service.ticket;

import io.keydesk.service.provisioning.PlannedObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What carrying out a request would change, computed before anyone decides.
 *
 * @param summary one sentence
 * @param plan how the size changes; {@code null} if it does not
 * @param access how the namespaces change that reach the cluster; {@code null} if they do not
 * @param restarts how many nodes are restarted
 * @param writePause how long writes are expected to wait; zero if they do not
 * @param warnings what the decider should know
 */
public record Preview(
        String summary,
        List<SettingChange> settings,
        @Nullable PlanChange plan,
        @Nullable AccessChange access,
        List<PlannedObject> objects,
        int restarts,
        Duration writePause,
        Use clusters,
        Use memoryBytes,
        BigDecimal monthlyCostBefore,
        BigDecimal monthlyCostAfter,
        List<String> warnings) {

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
                warnings);
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
                warnings);
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

    /** Namespaces that reach the cluster afterwards and did not before, and the other way round. */
    public record AccessChange(List<String> added, List<String> removed) {

        public AccessChange {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * A part of the tenant's quota.
     *
     * @param used now, without this request
     * @param requested what this request adds; negative if it gives back
     */
    public record Use(long limit, long used, long requested) {

        /** How much more would be needed; 0 if it fits. */
        public long missing() {
            return Math.max(0, requested <= 0 ? 0 : used + requested - limit);
        }
    }
}
