package io.keydesk.service.usage;

import static io.keydesk.service.usage.SampleMeters.deleted;
import static io.keydesk.service.usage.SampleMeters.in;
import static io.keydesk.service.usage.SampleMeters.off;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeterTests {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOW = at(100);

    @Test
    void beginsWhenTheClusterIsReady() {
        var meter = SampleMeters.of(at(5), null, List.of(new Mark(at(1), "s", true, false)));

        assertThat(meter.spans(NOW)).containsExactly(new Span(at(5), NOW, "s", true));
        assertThat(meter.runs()).isTrue();
    }

    @Test
    void hasNoTimeBeforeTheClusterIsReady() {
        var never = SampleMeters.of(null, at(9), List.of(new Mark(at(1), "s", true, false)));
        var later = SampleMeters.of(at(200), null, List.of(new Mark(at(1), "s", true, false)));

        assertThat(never.spans(NOW)).isEmpty();
        assertThat(never.runs()).isFalse();
        assertThat(later.spans(NOW)).isEmpty();
    }

    @Test
    void countsAPlanThatWasChangedBeforeTheClusterWasReadyFromThen() {
        var meter = SampleMeters.of(
                at(5), null, List.of(new Mark(at(1), "s", true, false), new Mark(at(3), "m", true, false)));

        assertThat(meter.spans(NOW)).containsExactly(new Span(at(5), NOW, "m", true));
    }

    @Test
    void tellsPowerAndPlansApart() {
        var meter = SampleMeters.of(
                in("s", "2026-11-01T00:00:00Z"),
                off("s", "2026-11-01T00:00:10Z"),
                in("s", "2026-11-01T00:00:20Z"),
                in("m", "2026-11-01T00:00:30Z"));

        assertThat(meter.spans(NOW))
                .containsExactly(
                        new Span(at(0), at(10), "s", true),
                        new Span(at(10), at(20), "s", false),
                        new Span(at(20), at(30), "s", true),
                        new Span(at(30), NOW, "m", true));
    }

    @Test
    void endsWhenTheDeletionIsDecided() {
        var meter = SampleMeters.of(
                at(0), at(60), List.of(new Mark(at(0), "s", true, false), new Mark(at(40), "s", true, true)));

        assertThat(meter.spans(NOW)).containsExactly(new Span(at(0), at(40), "s", true));
        assertThat(meter.runs()).isFalse();
    }

    @Test
    void hasAGapWhereADeletionWasTakenBack() {
        var meter = SampleMeters.of(
                in("s", "2026-11-01T00:00:00Z"), deleted("s", "2026-11-01T00:00:10Z"), in("s", "2026-11-01T00:00:20Z"));

        assertThat(meter.spans(NOW))
                .containsExactly(new Span(at(0), at(10), "s", true), new Span(at(20), NOW, "s", true));
        assertThat(meter.runs()).isTrue();
    }

    @Test
    void goesOnWhereAClockWasSetBack() {
        var meter = SampleMeters.of(
                at(0),
                null,
                List.of(
                        new Mark(at(0), "s", true, false),
                        new Mark(at(50), "m", true, false),
                        new Mark(at(30), "l", true, false)));

        assertThat(meter.spans(NOW))
                .containsExactly(new Span(at(0), at(50), "s", true), new Span(at(50), NOW, "l", true));
    }

    /** Each second of a random life is in the span that it must be in, and in no other. */
    @Test
    void spansNeverOverlapAndSumToTheLifetime() {
        LongStream.range(0, 2000).forEach(MeterTests::assertSpansAreTheLifetime);
    }

    private static void assertSpansAreTheLifetime(long seed) {
        var random = new Random(seed);
        var marks = marks(random);
        long ready = random.nextLong(40);
        var deleted = random.nextBoolean() ? at(ready + random.nextLong(80)) : null;
        var meter = SampleMeters.of(at(ready), deleted, marks);

        var spans = meter.spans(NOW);

        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).from()).isAfterOrEqualTo(spans.get(i - 1).to());
            assertThat(spans.get(i - 1).goesOnIn(spans.get(i))).isFalse();
        }
        long end = deleted == null
                ? 100
                : Math.min(100, Duration.between(START, deleted).toSeconds());
        var lifetime = LongStream.range(ready, end)
                .filter(second -> !inForce(marks, second).deleted())
                .count();
        assertThat(spans.stream().mapToLong(span -> span.length().toSeconds()).sum())
                .as("seed %d: %s", seed, meter)
                .isEqualTo(lifetime);
        spans.forEach(span -> LongStream.range(seconds(span.from()), seconds(span.to()))
                .forEach(second -> assertThat(inForce(marks, second))
                        .as("seed %d: second %d of %s", seed, second, meter)
                        .extracting(Mark::plan, Mark::powered, Mark::deleted)
                        .containsExactly(span.plan(), span.powered(), false)));
    }

    private static List<Mark> marks(Random random) {
        var marks = new ArrayList<Mark>();
        long second = 0;
        do {
            marks.add(new Mark(
                    at(second),
                    List.of("xs", "s", "m").get(random.nextInt(3)),
                    random.nextBoolean(),
                    random.nextInt(5) == 0));
            second += random.nextLong(20);
        } while (second < 100);
        return marks;
    }

    /** The newest of those that were written by then. */
    private static Mark inForce(List<Mark> marks, long second) {
        return marks.stream()
                .filter(mark -> !mark.at().isAfter(at(second)))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static long seconds(Instant moment) {
        return Duration.between(START, moment).toSeconds();
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }
}
