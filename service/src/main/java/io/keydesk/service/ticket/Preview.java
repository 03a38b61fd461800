package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.tenant.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What carrying out a request would change, computed before anyone decides.
 *
 * @param summary one sentence
 * @param restarts how many nodes are restarted
 * @param writePause how long writes are expected to wait; zero if they do not
 * @param warnings what the decider should know
 */
public record Preview(
        String summary,
        List<SettingChange> settings,
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
