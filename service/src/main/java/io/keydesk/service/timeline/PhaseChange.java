package io.keydesk.service.timeline;

import io.keydesk.service.cluster.Cluster;
import java.time.Instant;
import java.util.Optional;

/** What a timeline tells when a cluster's phase changes, whoever changed it. */
public final class PhaseChange {

    private PhaseChange() {}

    public static Optional<Event> between(Cluster before, Cluster now, String actor, Instant at) {
        return before.phase() == now.phase()
                ? Optional.empty()
                : Optional.of(Event.on(
                                now,
                                "phase-changed",
                                actor,
                                "The cluster is %s.".formatted(now.phase().label()),
                                at)
                        .changing(before.phase().label(), now.phase().label()));
    }
}
