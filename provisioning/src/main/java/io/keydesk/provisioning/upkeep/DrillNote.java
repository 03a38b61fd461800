package io.keydesk.provisioning.upkeep;

import io.keydesk.service.cluster.Drill;
import io.keydesk.service.cluster.Drill.Measured;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a region keeps of the last drill, beside the cluster itself: that it begins, before anything is done, and what came of
 * it. Whoever goes on after a crash knows by it whether the primary was replaced already.
 *
 * @param revision that asked for it
 * @param from index of the node that was the primary when it began
 * @param ended {@code null} while nothing has come of it
 */
public record DrillNote(int revision, int from, @Nullable Drill ended) {

    static DrillNote begun(int revision, int from) {
        return new DrillNote(revision, from, null);
    }

    static DrillNote of(Drill ended) {
        return new DrillNote(ended.revision(), ended.from(), ended);
    }

    /** What is known of the last drill that has ended; {@code null} if none has. */
    public static @Nullable Drill lastOf(Optional<DrillNote> note) {
        return note.map(DrillNote::ended).orElse(null);
    }

    /** In one line. */
    public String text() {
        var text = "revision=%d from=%d".formatted(revision, from);
        if (ended == null) {
            return text;
        }
        var measured = ended.measured();
        return "%s to=%d".formatted(text, ended.to())
                + (measured == null
                        ? ""
                        : " gap=%s acknowledged=%d lost=%d"
                                .formatted(measured.gap(), measured.acknowledged(), measured.lost()));
    }

    /** Reads what {@link #text} wrote; nothing where somebody else has written. */
    public static Optional<DrillNote> parse(String text) {
        try {
            var values = Arrays.stream(text.strip().split(" "))
                    .map(word -> word.split("=", 2))
                    .collect(Collectors.toMap(word -> word[0], word -> word[1]));
            int revision = number(values, "revision");
            int from = number(values, "from");
            return Optional.of(
                    values.containsKey("to")
                            ? of(new Drill(revision, from, number(values, "to"), measured(values)))
                            : begun(revision, from));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Measured measured(Map<String, String> values) {
        var gap = values.get("gap");
        return gap == null
                ? null
                : new Measured(Duration.parse(gap), number(values, "acknowledged"), number(values, "lost"));
    }

    private static int number(Map<String, String> values, String name) {
        return Integer.parseInt(values.getOrDefault(name, ""));
    }
}
