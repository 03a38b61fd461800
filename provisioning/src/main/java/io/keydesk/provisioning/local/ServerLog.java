package io.keydesk.provisioning.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server wrote before it ended at once. */
record ServerLog(List<String> lines) {

    /** More than a server says until it has read its configuration. 16 KiB. */
    private static final int TAIL = 16 * 1024;

    private static final String FATAL = "*** FATAL CONFIG FILE ERROR";
    private static final Pattern QUOTED = Pattern.compile(">>> '([^ ']+) .*");

    /** A directive of the configuration file that the server does not accept. */
    record RefusedDirective(String name, String words) {}

    static ServerLog tail(Path file) {
        try {
            var text = Files.readString(file);
            return new ServerLog(
                    text.substring(Math.max(0, text.length() - TAIL)).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean tellsOfTakenPort() {
        return lines.stream().anyMatch(line -> line.contains("Address already in use"));
    }

    /** The last one: {@code >>> 'activedefrag yes'}, and the reason on the line after it. */
    Optional<RefusedDirective> refused() {
        int fatal = -1;
        for (int i = 0; i < lines.size(); i++) {
            fatal = lines.get(i).startsWith(FATAL) ? i : fatal;
        }
        for (int i = Math.max(fatal, 0); fatal >= 0 && i + 1 < lines.size(); i++) {
            var quoted = QUOTED.matcher(lines.get(i));
            if (quoted.matches()) {
                return Optional.of(new RefusedDirective(quoted.group(1), lines.get(i + 1)));
            }
        }
        return Optional.empty();
    }
}
