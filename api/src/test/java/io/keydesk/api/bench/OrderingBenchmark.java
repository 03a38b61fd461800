package io.keydesk.api.bench;

import io.keydesk.api.process.KeydeskProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From an approval until the cluster is ready, beside the same six processes brought up without keydesk, by turns. */
final class OrderingBenchmark implements Benchmark {

    private static final int WARM_UP = 2;
    private static final int CLUSTERS = 15;

    private static final double SECONDS_GOAL = 3;
    private static final double RATIO_GOAL = 1.5;

    @Override
    public String name() {
        return "ordering";
    }

    @Override
    public List<Line> run(Path folder) throws Exception {
        var ours = new ArrayList<Duration>();
        var bare = new ArrayList<Duration>();
        try (var keydesk = KeydeskProcess.start(folder.resolve("home"))) {
            var counter = Counter.of(keydesk);
            for (int i = 0; i < WARM_UP + CLUSTERS; i++) {
                ours.add(ordered(counter, i));
                bare.add(broughtUp(folder.resolve("bare-" + i)));
            }
        }
        return lines(measured(ours), measured(bare));
    }

    private static Duration ordered(Counter counter, int i) throws IOException {
        var ticket = counter.order("cache-" + i);
        var took = counter.carryOut(ticket);
        counter.carryOut(counter.giveBack(ticket.cluster()));
        return took;
    }

    private static Duration broughtUp(Path folder) throws IOException {
        long began = System.nanoTime();
        try (var _ = BareCluster.up(folder)) {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private static Times measured(List<Duration> all) {
        return new Times(all.subList(WARM_UP, all.size()));
    }

    private static List<Line> lines(Times ours, Times bare) {
        double ratio = ours.median() / bare.median();
        return List.of(
                Line.judged(
                        "approval to ready, median of %d clusters".formatted(CLUSTERS),
                        "%.2f s".formatted(ours.median()),
                        "%.2f s (bare processes)".formatted(bare.median()),
                        "%.0f s".formatted(SECONDS_GOAL),
                        ours.median() <= SECONDS_GOAL),
                Line.judged(
                        "… beside the bare processes",
                        "%.2f x".formatted(ratio),
                        "1",
                        "%.1f x".formatted(RATIO_GOAL),
                        ratio <= RATIO_GOAL),
                Line.told("… shortest, median, longest", ours.toString(), bare.toString()));
    }
}
