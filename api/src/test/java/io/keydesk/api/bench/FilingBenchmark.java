package io.keydesk.api.bench;

import io.keydesk.api.bench.Load.Result;
import io.keydesk.api.process.KeydeskProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Filing tickets, beside plain JDBC that writes the same rows, each ticket's in one transaction. */
final class FilingBenchmark implements Benchmark {

    private static final int CALLERS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration MEASURED = Duration.ofSeconds(20);

    private static final double RATE_GOAL = 0.40;
    private static final double P99_GOAL_MILLIS = 50;

    @Override
    public String name() {
        return "filing";
    }

    @Override
    public List<Line> run(Path folder) throws Exception {
        try (var keydesk = KeydeskProcess.start(folder.resolve("home"), Shipped.OPTIONS)) {
            var tenants = List.of(new Http(keydesk.port(), "dev-tenant"), new Http(keydesk.port(), "dev-tenant-2"));
            var filing = new Load(
                    CALLERS, (thread, n) -> tenants.get(thread % 2).post("/v1/tickets", order("cache-" + n), 201));
            filing.asFastAsPossible(WARM_UP);
            var fast = filing.asFastAsPossible(MEASURED);
            var half = filing.atRate(fast.perSecond() / 2, MEASURED);
            return lines(fast, half, plain(Database.of(keydesk)));
        }
    }

    /** In the shape that the tickets before had, taken from one of them. */
    private static Result plain(Database server) throws Exception {
        try (var own = server.pool(Database.OWN, 1);
                var other = server.beside("plain", CALLERS)) {
            try (var rows = new PlainFiling(own, other, CALLERS)) {
                var filing = new Load(CALLERS, rows::file);
                filing.asFastAsPossible(WARM_UP.dividedBy(8));
                return filing.asFastAsPossible(MEASURED);
            }
        }
    }

    private static String order(String name) {
        return """
                {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                             "environment": "development", "namespaces": ["shop"], "settings": {"timeout": 300}}}
                """.formatted(name);
    }

    private static List<Line> lines(Result fast, Result half, Result plain) {
        double ratio = fast.perSecond() / plain.perSecond();
        return List.of(
                Line.judged(
                        "tickets filed by %d callers".formatted(CALLERS),
                        "%.0f/s (%.0f %%)".formatted(fast.perSecond(), 100 * ratio),
                        "%.0f/s (plain JDBC)".formatted(plain.perSecond()),
                        "40 %",
                        ratio >= RATE_GOAL),
                Line.told(
                        "… p50, p99",
                        "%.1f ms, %.1f ms".formatted(fast.millis(50), fast.millis(99)),
                        "%.1f ms, %.1f ms".formatted(plain.millis(50), plain.millis(99))),
                Line.judged(
                        "filing at half that rate, p99",
                        "%.1f ms at %.0f/s".formatted(half.millis(99), half.perSecond()),
                        "",
                        "< 50 ms",
                        half.millis(99) < P99_GOAL_MILLIS));
    }
}
