package io.keydesk.api.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a keydesk is doing.
 *
 * @param heap bytes of all objects that a full collection has left
 * @param resident bytes of memory that the process has
 */
record Vitals(long heap, long resident, int threads, int files, int connections, int streams, long looks) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    /** @param classes where the classes that fill the heap are written to, for who looks for a leak */
    static Vitals of(long pid, Desk desk, Path classes) throws IOException, InterruptedException {
        // A histogram of live objects is made by a full collection, whichever collector runs.
        var histogram = run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram");
        Files.writeString(classes, histogram);
        var metrics = desk.metrics();
        return new Vitals(
                number(TOTAL, histogram),
                1024 * number(RESIDENT, Files.readString(Path.of("/proc", Long.toString(pid), "status"))),
                (int) metric(metrics, "jvm_threads_live_threads"),
                (int) metric(metrics, "process_files_open_files"),
                (int) metric(metrics, "hikaricp_connections"),
                (int) metric(metrics, "keydesk_event_streams"),
                (long) metric(metrics, "keydesk_reconcile_steps_seconds_count"));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap after GC %.1f MiB, RSS %.0f MiB, %d threads, %d files, %d connections, %d streams, %d looks",
                heap / 1048576.0,
                resident / 1048576.0,
                threads,
                files,
                connections,
                streams,
                looks);
    }

    /** The sum over all labels. */
    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static long number(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no %s in %s".formatted(pattern, text));
        }
        return Long.parseLong(found.group(1));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
