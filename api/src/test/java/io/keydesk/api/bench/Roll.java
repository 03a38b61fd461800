package io.keydesk.api.bench;

import io.keydesk.api.bench.WriterBenchmark.Act;
import java.io.IOException;
import java.time.Duration;

/** A setting is changed that only a restart of each node applies, beside the failover that Sentinel itself offers for that. */
record Roll() implements Act {

    @Override
    public String name() {
        return "planned";
    }

    @Override
    public String what() {
        return "all nodes restarted for a setting";
    }

    @Override
    public String baseline() {
        return "SENTINEL FAILOVER alone";
    }

    @Override
    public int runs() {
        return 3;
    }

    @Override
    public Duration longestGap() {
        return Duration.ofSeconds(3);
    }

    @Override
    public void on(Counter counter, String cluster) throws IOException {
        counter.carryOut(counter.change(cluster, "databases", "32"));
    }

    @Override
    public void on(BareCluster cluster) {
        cluster.failOver();
    }
}
