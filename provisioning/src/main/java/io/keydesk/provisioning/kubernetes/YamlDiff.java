package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The difference of two states of an object as lines of YAML, for who decides. Of Secrets only the names of their keys are
 * shown, and which of them change.
 */
final class YamlDiff {

    /** A ticket keeps its preview: what is longer is cut. */
    private static final int MOST_LINES = 120;

    private static final int CONTEXT = 2;

    /** The names of the two files, which mean nothing here. */
    private static final int HEADER = 2;

    private YamlDiff() {}

    /** All of an object that is not there yet, each line with {@code +}. */
    static String ofNew(JsonNode object) {
        return cut(lines(readable(object, object, "")).stream().map(line -> "+" + line));
    }

    /** What changes, with some lines around it. */
    static String between(JsonNode before, JsonNode after) {
        var old = lines(readable(before, after, " before"));
        var patch = DiffUtils.diff(old, lines(readable(after, before, " after")));
        return cut(UnifiedDiffUtils.generateUnifiedDiff("", "", old, patch, CONTEXT).stream()
                .skip(HEADER));
    }

    /** Without what the API server keeps for itself, and without secrets. */
    private static JsonNode readable(JsonNode object, JsonNode other, String when) {
        ObjectNode readable = object.deepCopy();
        readable.remove("status");
        if (readable.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp"));
        }
        if (object.path("kind").asText().equals("Secret") && readable.get("data") instanceof ObjectNode data) {
            data.properties().forEach(entry -> {
                boolean same = entry.getValue().equals(other.path("data").path(entry.getKey()));
                entry.setValue(TextNode.valueOf(same ? "(hidden)" : "(hidden" + when + ")"));
            });
        }
        return readable;
    }

    private static List<String> lines(JsonNode object) {
        return ObjectTree.yaml(object)
                .lines()
                .filter(line -> !line.equals("---"))
                .toList();
    }

    private static String cut(Stream<String> lines) {
        var all = lines.toList();
        var shown = all.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
        return all.size() <= MOST_LINES ? shown : shown + "\n … and %d more lines".formatted(all.size() - MOST_LINES);
    }
}
