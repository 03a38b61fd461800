package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Trouble;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Regions;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long a cluster goes without a look. */
record Pace(Regions regions, ReconcileSettings settings) {

    static final Duration FIRST_BACKOFF = Duration.ofMillis(250);

    Duration interval(Cluster healthy) {
        return regions.find(healthy.region()).flatMap(Provisioner::interval).orElseGet(settings::interval);
    }

    /** Twice as long after each failure, less a random part of up to a half, so that many do not come back at once. */
    Duration backoff(@Nullable Trouble trouble) {
        int doublings = trouble == null ? 0 : Math.min(trouble.attempts() - 1, 16);
        long longest = Math.min(settings.longestBackoff().toMillis(), FIRST_BACKOFF.toMillis() << doublings);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }
}
