package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.api.process.KeydeskProcess;
import java.io.IOException;
import java.time.Duration;

/** The looks of a keydesk that found a cluster well. */
record Looks(Http http) {

    private static final String METRIC = "keydesk_reconcile_steps_seconds_count{";
    private static final Duration BOUND = Duration.ofSeconds(120);

    Looks(KeydeskProcess keydesk) {
        this(new Http(keydesk.port(), "dev-admin"));
    }

    /** Waits for so many more of them. */
    void awaitMore(int more) throws IOException {
        long goal = count() + more;
        await("%d looks".formatted(more)).atMost(BOUND).until(() -> count() >= goal);
    }

    private long count() throws IOException {
        return http.get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith(METRIC) && line.contains("outcome=\"ready\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
