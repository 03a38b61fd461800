package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Trouble;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Regions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long a cluster goes without a look. */
record Pace(Regions regions, ReconcileSettings settings) {

    static final Duration FIRST_BACKOFF = Duration.ofMillis(250);

    /** Shorter where a password ends before that. */
    Duration interval(Cluster healthy, Instant now) {
        var interval =
                regions.find(healthy.region()).flatMap(Provisioner::interval).orElseGet(settings::interval);
        return Optional.ofNullable(healthy.observed().lastRotation())
                .flatMap(rotated -> rotated.nextEnd(now))
                .map(end -> Duration.between(now, end))
                .filter(left -> left.compareTo(interval) < 0)
                .orElse(interval);
    }

    /** Twice as long after each failure, less a random part of up to a half, so that many do not come back at once. */
    Duration backoff(@Nullable Trouble trouble) {
        int doublings = trouble == null ? 0 : Math.min(trouble.attempts() - 1, 16);
        long longest = Math.min(settings.longestBackoff().toMillis(), FIRST_BACKOFF.toMillis() << doublings);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }
}
