package io.keydesk.provisioning.manifest.scripts;

import static java.util.Objects.requireNonNull;

import io.keydesk.provisioning.node.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A row of the tables of start rules. */
record StartCase(
        int me, int attempt, String first, String disk, List<String> votes, Peer one, Peer two, String decision) {

    /** The table that StartRules passes too. */
    static List<StartCase> shared() {
        return read("start-rules.csv");
    }

    /** Where a pod cannot see what StartRules would look at. */
    static List<StartCase> ofPods() {
        return read("start-rules-of-pods.csv");
    }

    private static List<StartCase> read(String table) {
        try (var file = requireNonNull(StartCase.class.getResourceAsStream("/io/keydesk/provisioning/node/" + table))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line ->
                            Arrays.stream(line.split("\\|")).map(String::strip).toList())
                    .map(StartCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StartCase parse(List<String> row) {
        return new StartCase(
                Integer.parseInt(row.get(0)),
                Integer.parseInt(row.get(1)),
                row.get(2),
                row.get(3),
                List.of(row.get(4).split(" ")),
                Peer.valueOf(row.get(5)),
                Peer.valueOf(row.get(6)),
                row.get(7));
    }

    /** Whether its peers tell a pod all that counts: one that does not run cannot tell what is on its disk. */
    boolean canBeSeen() {
        return Stream.of(one, two).noneMatch(Peer.STOPPED_WITH_DATA::equals);
    }
}
