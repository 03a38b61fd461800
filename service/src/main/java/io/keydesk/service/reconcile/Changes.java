package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.PhaseChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a timeline tells of the difference between two looks at a cluster. */
final class Changes {

    private Changes() {}

    static List<Event> between(Cluster before, Cluster now, Instant at) {
        var events = new ArrayList<Event>();
        primary(before, now, at, events);
        drill(before, now, at, events);
        rotation(before, now, at, events);
        for (var condition : now.observed().conditions()) {
            var earlier = before.observed().condition(condition.type());
            var was = earlier.map(Condition::status).orElse(Condition.Status.UNKNOWN);
            // What is not there yet while it is being made is no news; nor is each condition that could not be looked
            // at.
            boolean news = (condition.holds() || before.readyAt() != null)
                    && !condition.isRegionAway()
                    && !(condition.holds()
                            && earlier.filter(Condition::isRegionAway).isPresent())
                    && !condition.isPoweredOff()
                    && earlier.filter(Condition::isPoweredOff).isEmpty();
            if (was != condition.status() && news) {
                events.add(event(now, "condition-changed", condition.type().label() + ": " + condition.message(), at)
                        .changing(lower(was), lower(condition.status())));
            }
        }
        PhaseChange.between(before, now, Event.KEYDESK, at).ifPresent(events::add);
        return events;
    }

    private static void primary(Cluster before, Cluster now, Instant at, List<Event> events) {
        var was = before.observed().lastPrimary();
        var is = now.observed().lastPrimary();
        if (was != null && is != null && !was.equals(is)) {
            events.add(event(now, "primary-changed", "Node %d is the primary now.".formatted(is), at)
                    .changing("node-" + was, "node-" + is));
        }
    }

    private static void drill(Cluster before, Cluster now, Instant at, List<Event> events) {
        var drill = now.observed().lastDrill();
        if (drill != null && !drill.equals(before.observed().lastDrill())) {
            var told = event(now, "drill-measured", drill.sentence(), at)
                    .changing("node-" + drill.from(), "node-" + drill.to());
            var measured = drill.measured();
            events.add(measured == null ? told : told.since(at.minus(measured.gap())));
        }
    }

    private static void rotation(Cluster before, Cluster now, Instant at, List<Event> events) {
        var is = now.observed().lastRotation();
        var was = before.observed().lastRotation();
        if (is == null || is.equals(was)) {
            return;
        }
        var until = is.oldUntil();
        if (was == null || was.generation() != is.generation()) {
            var message = until == null
                    ? "A new password is published, and the one before is refused."
                    : "A new password is published; the one before works until %s.".formatted(until);
            events.add(event(now, "credentials-rotated", message, at)
                    .changing("generation-" + (is.generation() - 1), "generation-" + is.generation()));
        } else if (was.oldUntil() != null && until == null) {
            events.add(event(now, "old-password-ended", "The password before the last rotation is refused now.", at)
                    .since(is.at()));
        }
    }

    private static Event event(Cluster cluster, String type, String message, Instant at) {
        return Event.on(cluster, type, Event.KEYDESK, message, at);
    }

    private static String lower(Condition.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
