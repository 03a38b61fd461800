package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.api.bench.WriterBenchmark.Act;
import java.io.IOException;
import java.time.Duration;

/** The primary is killed hard; keydesk sees it and repairs, where there is one, and else the Sentinels fail over. */
record KilledPrimary() implements Act {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public String what() {
        return "primary killed by kill -9";
    }

    @Override
    public String baseline() {
        return "bare Sentinel";
    }

    @Override
    public int runs() {
        return 5;
    }

    @Override
    public Duration longestGap() {
        return Duration.ofSeconds(8);
    }

    @Override
    public void on(Counter counter, String cluster) throws IOException {
        var killed = counter.primary(cluster);
        counter.process(cluster, killed).destroyForcibly();
        await("another primary")
                .atMost(LONGEST)
                .until(() -> !counter.primary(cluster).equals(killed));
        counter.awaitReady(cluster);
    }

    @Override
    public void on(BareCluster cluster) {
        cluster.killPrimary();
    }
}
