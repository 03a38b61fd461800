package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.SentinelWriter.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What became of each scenario, printed once after all of them. */
final class HealingTable implements AfterAllCallback {

    private final Queue<String> rows = new ConcurrentLinkedQueue<>();

    /**
     * @param happened what the timeline tells, in order
     * @param lostKeys of those that were there before
     */
    void add(String scenario, List<String> happened, long lostKeys, Figures figures, Duration settled) {
        rows.add("| %s | %s | %d | %d of %d | %.1f s | %.1f s |"
                .formatted(
                        scenario,
                        happened.stream().distinct().collect(Collectors.joining(", ")),
                        lostKeys,
                        figures.lost(),
                        figures.acknowledged(),
                        figures.gap().toMillis() / 1000.0,
                        settled.toMillis() / 1000.0));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LoggerFactory.getLogger(HealingTable.class)
                .atInfo()
                .log(() ->
                        "\n| scenario | repaired | lost keys | lost acknowledged writes | largest gap | settled after |\n"
                                + "|---|---|---|---|---|---|\n"
                                + String.join("\n", rows));
    }
}
