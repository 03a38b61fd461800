package io.keydesk.provisioning.local;

import io.keydesk.service.catalogue.Version;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a cluster beside its configuration.
 *
 * @param revision the newest one that was seen on every node, 0 if none was
 * @param started whether all of it has run once; before, no client can have written anything
 * @param version that all processes were seen to run last, or a newer one; {@code null} before that was noted
 */
record ClusterRecord(
        Layout layout,
        int revision,
        boolean started,
        @Nullable String version) {

    /** One of which no version was noted. */
    ClusterRecord(Layout layout, int revision, boolean started) {
        this(layout, revision, started, null);
    }

    static Optional<ClusterRecord> read(ClusterFolder folder) {
        return PrivateFiles.read(folder.record()).map(text -> parse(text, folder.record()));
    }

    void write(ClusterFolder folder) {
        PrivateFiles.write(folder.record(), """
                ports=%s
                revision=%d
                started=%s
                %s""".formatted(
                        layout.ports().stream().map(String::valueOf).collect(Collectors.joining(",")),
                        revision,
                        started,
                        version == null ? "" : "version=" + version + "\n"));
    }

    ClusterRecord asStarted() {
        return new ClusterRecord(layout, revision, true, version);
    }

    ClusterRecord withRevision(int applied) {
        return new ClusterRecord(layout, applied, started, version);
    }

    ClusterRecord withVersion(String seen) {
        return new ClusterRecord(layout, revision, started, seen);
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
                    hasStarted(properties.getProperty("started", "")),
                    version(properties.getProperty("version")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new DamagedFile(file, "six ports, a revision, and whether it has started are expected");
        }
    }

    private static @Nullable String version(@Nullable String value) {
        return value == null ? null : Version.parse(value).toString();
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
