package io.keydesk.service.usage;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.SampleTenants;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Meters of a cluster of the tenant {@code demo}. */
final class SampleMeters {

    private SampleMeters() {}

    /** Ready at its first mark. */
    static Meter of(Mark... marks) {
        return of(marks[0].at(), null, List.of(marks));
    }

    static Meter of(@Nullable Instant readyAt, @Nullable Instant deletedAt, List<Mark> marks) {
        return new Meter(
                new ClusterId(new UUID(0, 1)),
                SampleTenants.DEMO,
                "orders-cache",
                Environment.PRODUCTION,
                readyAt,
                deletedAt,
                marks,
                null);
    }

    static Mark in(String plan, String at) {
        return new Mark(Instant.parse(at), plan, true, false);
    }

    static Mark off(String plan, String at) {
        return new Mark(Instant.parse(at), plan, false, false);
    }

    static Mark deleted(String plan, String at) {
        return new Mark(Instant.parse(at), plan, true, true);
    }
}
