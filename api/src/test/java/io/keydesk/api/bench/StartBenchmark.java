package io.keydesk.api.bench;

import io.keydesk.api.process.KeydeskProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starting keydesk, until it says that it is ready, beside the same without the AOT cache. */
final class StartBenchmark implements Benchmark {

    private static final int STARTS = 5;

    private static final double SECONDS_GOAL = 3.5;
    private static final long RSS_GOAL_MIB = 350;

    /** How long it took, and how much memory its process, without PostgreSQL, had then. */
    private record Start(double seconds, long rssMib) {}

    private record Starts(Start first, Start median) {}

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Line> run(Path folder) throws Exception {
        var cached = starts(folder.resolve("cached"), "-XX:AOTMode=on");
        var plain = starts(folder.resolve("plain"), "-XX:AOTMode=off");
        return List.of(
                Line.judged(
                        "start to ready, median of %d".formatted(STARTS),
                        "%.2f s".formatted(cached.median().seconds()),
                        "%.2f s (no AOT cache)".formatted(plain.median().seconds()),
                        "%.1f s".formatted(SECONDS_GOAL),
                        cached.median().seconds() <= SECONDS_GOAL),
                Line.told(
                        "… with a new home",
                        "%.2f s".formatted(cached.first().seconds()),
                        "%.2f s".formatted(plain.first().seconds())),
                Line.judged(
                        "memory when ready (RSS)",
                        "%d MiB".formatted(cached.median().rssMib()),
                        "%d MiB".formatted(plain.median().rssMib()),
                        "%d MiB".formatted(RSS_GOAL_MIB),
                        cached.median().rssMib() <= RSS_GOAL_MIB));
    }

    private static Starts starts(Path home, String mode) throws IOException {
        var first = start(home, mode);
        var others = new ArrayList<Start>();
        for (int i = 0; i < STARTS; i++) {
            others.add(start(home, mode));
        }
        return new Starts(
                first,
                new Start(
                        others.stream().mapToDouble(Start::seconds).sorted().toArray()[STARTS / 2],
                        others.stream().mapToLong(Start::rssMib).sorted().toArray()[STARTS / 2]));
    }

    private static Start start(Path home, String mode) throws IOException {
        long began = System.nanoTime();
        try (var keydesk = KeydeskProcess.launchExtracted(home, mode).awaitReady()) {
            return new Start((System.nanoTime() - began) / 1e9, rssMib(keydesk.pid()));
        }
    }

    /** As Linux tells it, in KiB. */
    private static long rssMib(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
