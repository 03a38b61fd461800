package io.keydesk.api.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keydesk.service.cluster.ClusterId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The steps that all instances took on the clusters of a shared region, one file a cluster. */
record StepLog(Path folder) {

    /** The same timer for all processes of a machine. */
    record Line(String what, long pid, int revision, long nanos) {

        private static Line parse(String text) {
            var words = text.split(" ", -1);
            return new Line(words[0], Long.parseLong(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
        }
    }

    void begin(ClusterId cluster, int revision) {
        write("begin", cluster, revision);
    }

    void end(ClusterId cluster, int revision) {
        write("end", cluster, revision);
    }

    /** Appended in one piece, whoever else does the same. */
    private void write(String what, ClusterId cluster, int revision) {
        var line = "%s %d %d %d%n".formatted(what, ProcessHandle.current().pid(), revision, System.nanoTime());
        try {
            Files.write(file(cluster), line.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many steps towards a revision have come to their end. */
    int done(ClusterId cluster, int revision) {
        return (int) lines(cluster).stream()
                .filter(line -> line.what().equals("end") && line.revision() == revision)
                .count();
    }

    List<Line> lines(ClusterId cluster) {
        try {
            return Files.exists(file(cluster))
                    ? Files.readAllLines(file(cluster)).stream()
                            .map(Line::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Clusters of which a step began while one that somebody had begun before, and has ended since, was under way. */
    List<ClusterId> workedOnTwiceAtOnce() {
        var twice = new ArrayList<ClusterId>();
        for (var cluster : clusters()) {
            Map<Long, Long> under = new HashMap<>();
            for (var line : lines(cluster)) {
                if (line.what().equals("end")) {
                    under.remove(line.pid());
                } else if (under.put(line.pid(), line.nanos()) != null || under.size() > 1) {
                    twice.add(cluster);
                }
            }
        }
        return twice;
    }

    private List<ClusterId> clusters() {
        try (var files = Files.list(folder)) {
            return files.map(file -> new ClusterId(UUID.fromString(String.valueOf(file.getFileName()))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(ClusterId cluster) {
        return folder.resolve(cluster.toString());
    }
}
