package io.keydesk.provisioning.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What is remembered of a cluster beside its configuration.
 *
 * @param revision the newest one that was seen on every node, 0 if none was
 * @param started whether all of it has run once; before, no client can have written anything
 */
record ClusterRecord(Layout layout, int revision, boolean started) {

    static Optional<ClusterRecord> read(ClusterFolder folder) {
        return PrivateFiles.read(folder.record()).map(text -> parse(text, folder.record()));
    }

    void write(ClusterFolder folder) {
        PrivateFiles.write(folder.record(), """
                ports=%s
                revision=%d
                started=%s
                """.formatted(
                layout.ports().stream().map(String::valueOf).collect(Collectors.joining(",")), revision, started));
    }

    ClusterRecord asStarted() {
        return new ClusterRecord(layout, revision, true);
    }

    ClusterRecord withRevision(int applied) {
        return new ClusterRecord(layout, applied, started);
    }

    private static ClusterRecord parse(String text, Path file) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
            return new ClusterRecord(
                    new Layout(Arrays.stream(properties.getProperty("ports", "").split(","))
                            .map(Integer::valueOf)
                            .toList()),
                    Integer.parseInt(properties.getProperty("revision", "")),
                    hasStarted(properties.getProperty("started", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new DamagedFile(file, "six ports, a revision, and whether it has started are expected");
        }
    }

    /** Strictly: a cluster that has started and is taken for a new one would begin empty. */
    private static boolean hasStarted(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }
}
