package io.keydesk.service.timeline;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Illness;
import io.keydesk.service.cluster.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a timeline tells when a cluster's phase changes, whoever changed it. */
public final class PhaseChange {

    private PhaseChange() {}

    public static Optional<Event> between(Cluster before, Cluster now, String actor, Instant at) {
        if (before.phase() == now.phase()) {
            return Optional.empty();
        }
        var event = Event.on(now, "phase-changed", actor, message(before, now, at), at)
                .changing(before.phase().label(), now.phase().label());
        var illness = before.observed().illness();
        return Optional.of(isWellAgain(before, now) && illness != null ? event.since(illness.since()) : event);
    }

    private static String message(Cluster before, Cluster now, Instant at) {
        var illness = before.observed().illness();
        if (now.phase() == Phase.DEGRADED) {
            return "The cluster is degraded: " + symptoms(now);
        }
        return isWellAgain(before, now) && illness != null
                ? "The cluster is ready again after %s: %s."
                        .formatted(inWords(Duration.between(illness.since(), at)), mended(illness))
                : "The cluster is %s.".formatted(now.phase().label());
    }

    private static boolean isWellAgain(Cluster before, Cluster now) {
        return before.phase() == Phase.DEGRADED && now.phase() == Phase.READY;
    }

    /** What several conditions say alike is said once. */
    private static String symptoms(Cluster cluster) {
        var alike = new LinkedHashMap<String, List<String>>();
        cluster.observed().conditions().stream()
                .filter(condition -> !condition.holds())
                .sorted(Comparator.comparing(Condition::status))
                .forEach(condition -> alike.computeIfAbsent(symptom(condition), _ -> new ArrayList<>())
                        .add(condition.type().label()));
        return alike.entrySet().stream()
                .map(entry -> "%s %s %s"
                        .formatted(
                                String.join(", ", entry.getValue()),
                                entry.getValue().size() == 1 ? "is" : "are",
                                entry.getKey()))
                .collect(Collectors.joining(" "));
    }

    private static String symptom(Condition condition) {
        return "%s (%s): %s"
                .formatted(condition.status().name().toLowerCase(Locale.ROOT), condition.reason(), condition.message());
    }

    private static String mended(Illness illness) {
        var labels = illness.suffered().stream().map(Condition.Type::label).collect(Collectors.joining(", "));
        return labels.isEmpty() ? "it can be looked at again" : "mended " + labels;
    }

    private static String inWords(Duration lasted) {
        if (lasted.compareTo(Duration.ofSeconds(1)) < 0) {
            return "%d ms".formatted(Math.max(1, lasted.toMillis()));
        }
        return lasted.compareTo(Duration.ofMinutes(2)) < 0
                ? String.format(Locale.ROOT, "%.1f s", lasted.toMillis() / 1000.0)
                : "%d min".formatted(lasted.toMinutes());
    }
}
