package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a server wrote before it ended at once. */
record ServerLog(List<String> lines) {

    /** More than a server says until it has read its configuration. 16 KiB. */
    private static final int MOST = 16 * 1024;

    /** A log that has grown beyond this is begun anew at the next start. 10 MiB. */
    private static final long LIMIT = 10L * 1024 * 1024;

    private static final String FATAL = "*** FATAL CONFIG FILE ERROR";
    private static final Pattern QUOTED = Pattern.compile(">>> '([^ ']+) .*");

    /** Of the lines that people are shown. */
    private static final int LAST = 3;

    /** Before each line: {@code 4711:M 21 Nov 2026 06:00:00.000 # }. */
    private static final Pattern STAMP = Pattern.compile("^\\d+:\\w \\d+ \\w+ \\d+ [\\d:.]+ \\S ");

    /** A password in a file of users. */
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** A directive of the configuration file that the server does not accept. */
    record RefusedDirective(String name, String words) {}

    /** @param from the size of the file when the server was started */
    static ServerLog since(Path file, long from) {
        try (var log = FileChannel.open(file)) {
            var bytes = ByteBuffer.allocate(MOST);
            log.read(bytes, from);
            return new ServerLog(StandardCharsets.UTF_8
                    .decode(bytes.flip())
                    .toString()
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it wrote last. */
    static ServerLog endOf(Path file) {
        try {
            return Files.exists(file) ? since(file, Math.max(0, Files.size(file) - MOST)) : new ServerLog(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gets the file ready for another start, and says how long it is. */
    static long prepare(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) > LIMIT) {
                PrivateFiles.write(file, "");
            }
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines, for people: without process ids and times, and without anything secret that a line quotes. */
    String lastWords(Secrets secrets) {
        var said = lines.stream().filter(line -> !line.isBlank()).toList();
        var words = said.subList(Math.max(0, said.size() - LAST), said.size()).stream()
                .map(line -> STAMP.matcher(line).replaceFirst(""))
                .collect(Collectors.joining(" / "));
        for (var password : secrets.all()) {
            words = words.replace(password.value(), "***");
        }
        return words.isEmpty()
                ? "it is empty"
                : "\"%s\"".formatted(HASH.matcher(words).replaceAll("***"));
    }

    boolean tellsOfTakenPort() {
        return lines.stream().anyMatch(line -> line.contains("Address already in use"));
    }

    /** After the headline: {@code >>> 'activedefrag yes'}, and the reason on the line after it. */
    Optional<RefusedDirective> refused() {
        for (int i = 0; i + 1 < lines.size() && lines.stream().anyMatch(line -> line.startsWith(FATAL)); i++) {
            var quoted = QUOTED.matcher(lines.get(i));
            if (quoted.matches()) {
                return Optional.of(new RefusedDirective(quoted.group(1), lines.get(i + 1)));
            }
        }
        return Optional.empty();
    }
}
