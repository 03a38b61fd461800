package io.keydesk.provisioning.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.SentinelWriter.Figures;
import io.keydesk.service.provisioning.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What was done to a cluster while an application wrote, and what the application saw of it. The figures are printed,
 * whatever they are.
 *
 * @param outcome of what was done
 * @param figures also of some time before and after
 * @param took what was done, without the time before and after
 */
public record UnderLoad<T>(String scenario, T outcome, Figures figures, Duration took) {

    /** For as long nobody may have to wait with a write because of something that is done on purpose. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(3);

    private static final int SOME_WRITES = 100;

    /**
     * Does it while somebody writes, who begins before it and ends after it.
     *
     * @param sentinels each as {@code host:port}
     */
    public static <T> UnderLoad<T> run(
            String scenario, List<String> sentinels, Credentials credentials, Supplier<T> work) {
        try (var writer = new SentinelWriter(sentinels, credentials)) {
            awaitWrites(writer);
            long began = System.nanoTime();
            var outcome = work.get();
            var took = Duration.ofNanos(System.nanoTime() - began);
            awaitWrites(writer);
            var seen = new UnderLoad<>(scenario, outcome, writer.stop(), took);
            System.out.println(seen.sentence());
            return seen;
        }
    }

    private static void awaitWrites(SentinelWriter writer) {
        int before = writer.acknowledged();
        await().atMost(Duration.ofSeconds(30)).until(() -> writer.acknowledged() > before + SOME_WRITES);
    }

    private String sentence() {
        return "%s: %d of %d acknowledged writes lost, largest gap %d ms, done in %d ms"
                .formatted(
                        scenario,
                        figures.lost(),
                        figures.acknowledged(),
                        figures.gap().toMillis(),
                        took.toMillis());
    }

    /** Whatever was acknowledged is there, however long writes had to wait. */
    public UnderLoad<T> losesNothing() {
        assertThat(figures.lost()).as(sentence()).isZero();
        return this;
    }

    /** Nothing that was acknowledged is lost, and no write had to wait for long. */
    public UnderLoad<T> losesNothingAndHardlyPauses() {
        assertThat(figures.gap()).as(sentence()).isLessThanOrEqualTo(LONGEST_GAP);
        return losesNothing();
    }
}
