package io.keydesk.api.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were seen on. */
final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    static String describe() throws IOException {
        return "%d cores (%s), %d MiB of memory, %s %s%nJDK %s, %s, %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        cpu(),
                        memory() >> 20,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        "PostgreSQL " + System.getProperty("bench.postgresql", "of unknown version"),
                        valkey());
    }

    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private static String cpu() throws IOException {
        if (Files.notExists(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        }
    }

    private static String valkey() throws IOException {
        try {
            return firstLine("valkey-server", "--version");
        } catch (IOException notOnThePath) {
            return "no valkey-server on the PATH";
        }
    }

    private static String firstLine(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            var line = reader.readLine();
            return line == null ? command[0] + " said nothing" : line;
        }
    }
}
