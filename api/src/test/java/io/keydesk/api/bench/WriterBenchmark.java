package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.api.process.KeydeskProcess;
import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.provisioning.valkey.SentinelWriter.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a client that writes all the time sees of an act, on a cluster of keydesk and on a bare one; new ones for each run. */
final class WriterBenchmark implements Benchmark {

    private static final int WRITES = 200;
    private static final Duration LONGEST_GAP = Duration.ofSeconds(60);

    private final Act act;

    WriterBenchmark(Act act) {
        this.act = act;
    }

    /** What is done while the client writes. It waits until it is over. */
    interface Act {

        /** How the benchmark is chosen. */
        String name();

        String what();

        String baseline();

        int runs();

        Duration longestGap();

        void on(Counter counter, String cluster) throws Exception;

        void on(BareCluster cluster) throws Exception;
    }

    private interface Work {
        void run() throws Exception;
    }

    @Override
    public String name() {
        return act.name();
    }

    @Override
    public List<Line> run(Path folder) throws Exception {
        var ours = new ArrayList<Figures>();
        var bare = new ArrayList<Figures>();
        try (var keydesk = KeydeskProcess.start(folder.resolve("home"))) {
            var counter = Counter.of(keydesk);
            for (int i = 0; i < act.runs(); i++) {
                ours.add(seen(counter, i));
                bare.add(seen(folder.resolve("bare-" + i)));
            }
        }
        return lines(ours, bare);
    }

    private Figures seen(Counter counter, int i) throws Exception {
        var order = counter.order("cache-" + i);
        counter.carryOut(order);
        var figures = seen(counter.writer(order.cluster()), () -> act.on(counter, order.cluster()));
        counter.carryOut(counter.giveBack(order.cluster()));
        return figures;
    }

    private Figures seen(Path folder) throws Exception {
        try (var cluster = BareCluster.up(folder)) {
            return seen(cluster.writer(), () -> act.on(cluster));
        }
    }

    private static Figures seen(SentinelWriter begun, Work work) throws Exception {
        try (var writer = begun) {
            awaitWrites(writer);
            work.run();
            awaitWrites(writer);
            return writer.stop();
        }
    }

    private static void awaitWrites(SentinelWriter writer) {
        int before = writer.acknowledged();
        await("the client writes").atMost(LONGEST_GAP).until(() -> writer.acknowledged() > before + WRITES);
    }

    private List<Line> lines(List<Figures> ours, List<Figures> bare) {
        var gaps = gaps(ours);
        var goal = act.longestGap().toSeconds();
        return List.of(
                Line.judged(
                        "%s, %d times: writes stop for (shortest, median, longest)".formatted(act.what(), act.runs()),
                        gaps.toString(),
                        "%s (%s)".formatted(gaps(bare), act.baseline()),
                        "%d s".formatted(goal),
                        gaps.longest() <= goal),
                Line.judged(
                        "… acknowledged writes that are lost",
                        lost(ours),
                        lost(bare),
                        "0",
                        ours.stream().allMatch(figures -> figures.lost() == 0)));
    }

    private static Times gaps(List<Figures> all) {
        return new Times(all.stream().map(Figures::gap).toList());
    }

    private static String lost(List<Figures> all) {
        return "%d of %d"
                .formatted(
                        all.stream().mapToInt(Figures::lost).sum(),
                        all.stream().mapToInt(Figures::acknowledged).sum());
    }
}
