package io.keydesk.provisioning.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
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
        return PrivateFiles.read(folder.record()).map(ClusterRecord::parse);
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

    private static ClusterRecord parse(String text) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ClusterRecord(
                new Layout(Arrays.stream(properties.getProperty("ports").split(","))
                        .map(Integer::valueOf)
                        .toList()),
                Integer.parseInt(properties.getProperty("revision")),
                Boolean.parseBoolean(properties.getProperty("started")));
    }
}
