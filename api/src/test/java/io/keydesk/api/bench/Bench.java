package io.keydesk.api.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/**
 * Runs the benchmarks and prints one table. The names of those to run are its arguments, separated by commas; all without
 * any. It exits with 1 if one could not be measured or does not exist, with 2 if a goal was missed.
 */
final class Bench {

    private static final List<Benchmark> ALL = List.of(
            new StartBenchmark(),
            new OrderingBenchmark(),
            new WriterBenchmark(new KilledPrimary()),
            new WriterBenchmark(new Roll()),
            new FilingBenchmark(),
            new ReadingBenchmark(),
            new ReconcilingBenchmark(),
            new KubernetesBenchmark());

    private static final int CONNECTIONS = 64;

    private Bench() {}

    public static void main(String... arguments) throws IOException {
        Http.keepConnections(CONNECTIONS);
        Runtime.getRuntime().addShutdownHook(new Thread(Bench::endProcesses));
        var chosen = chosen(arguments);
        var lines = new ArrayList<Line>();
        var failures = new ArrayList<String>();
        for (var benchmark : chosen) {
            System.out.println("Benchmark " + benchmark.name() + " …");
            measure(benchmark, lines, failures);
        }
        System.out.printf("%n%s%n%n%s%n", Table.of(lines), Machine.describe());
        failures.forEach(failure -> System.out.printf("%nNot measured: %s%n", failure));
        System.exit(code(lines, failures));
    }

    /** For a benchmark that is interrupted. A keydesk that is ended so ends what it has started. */
    private static void endProcesses() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
    }

    private static List<Benchmark> chosen(String... arguments) {
        var names = Arrays.stream(arguments)
                .flatMap(argument -> Arrays.stream(argument.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        var known = ALL.stream().map(Benchmark::name).toList();
        if (!Set.copyOf(known).containsAll(names)) {
            System.out.printf("Unknown benchmark in %s. There are: %s%n", names, String.join(", ", known));
            System.exit(1);
        }
        return ALL.stream()
                .filter(benchmark -> names.isEmpty() || names.contains(benchmark.name()))
                .toList();
    }

    /** A benchmark that fails is told of, and does not keep the others from running. Its folder stays, with the logs. */
    private static void measure(Benchmark benchmark, List<Line> lines, List<String> failures) throws IOException {
        var folder = Files.createTempDirectory("keydesk-bench-" + benchmark.name() + "-");
        try {
            lines.addAll(benchmark.run(folder));
            FileSystemUtils.deleteRecursively(folder);
        } catch (Exception | AssertionError e) {
            e.printStackTrace(System.out);
            failures.add("%s: %s (see %s)".formatted(benchmark.name(), e, folder));
        }
    }

    private static int code(List<Line> lines, List<String> failures) {
        if (!failures.isEmpty()) {
            return 1;
        }
        return lines.stream().anyMatch(line -> line.verdict() == Line.Verdict.MISSED) ? 2 : 0;
    }
}
