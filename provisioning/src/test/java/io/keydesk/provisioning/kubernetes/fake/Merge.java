package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays one object over another as server-side apply does, and takes fields out. */
final class Merge {

    private Merge() {}

    /** Whatever the second says, and the rest of the first. */
    static ObjectNode of(ObjectNode live, ObjectNode applied) {
        return (ObjectNode) merge("", "", live, applied);
    }

    private static JsonNode merge(String parent, String name, JsonNode live, JsonNode applied) {
        if (live instanceof ObjectNode below && applied instanceof ObjectNode above && !Schema.isWhole(name)) {
            var merged = below.deepCopy();
            above.properties().forEach(field -> {
                var known = below.get(field.getKey());
                merged.set(
                        field.getKey(),
                        known == null
                                ? field.getValue().deepCopy()
                                : merge(name, field.getKey(), known, field.getValue()));
            });
            return merged;
        }
        if (live instanceof ArrayNode below && applied instanceof ArrayNode above) {
            if (Schema.isSet(name)) {
                return mergeLists(parent, name, below, above, List.of());
            }
            var keys = Schema.keys(parent, name);
            if (!keys.isEmpty()) {
                return mergeLists(parent, name, below, above, keys);
            }
        }
        return applied.deepCopy();
    }

    /** The order of the applied list, with the elements of others where they stood. */
    private static ArrayNode mergeLists(
            String parent, String name, ArrayNode live, ArrayNode applied, List<String> keys) {
        Map<JsonNode, JsonNode> below = new HashMap<>();
        live.forEach(element -> below.put(identity(element, keys), element));
        Map<JsonNode, JsonNode> above = new HashMap<>();
        applied.forEach(element -> above.put(identity(element, keys), element));
        var merged = JsonNodeFactory.instance.arrayNode();
        var next = 0;
        for (var element : live) {
            var identity = identity(element, keys);
            if (!above.containsKey(identity)) {
                merged.add(element.deepCopy());
                continue;
            }
            // all that the applied list has up to this one; what it moved was added already
            var until = indexOf(applied, identity, keys);
            for (; next <= until; next++) {
                add(merged, parent, name, below, applied.get(next), keys);
            }
        }
        for (; next < applied.size(); next++) {
            add(merged, parent, name, below, applied.get(next), keys);
        }
        return merged;
    }

    private static void add(
            ArrayNode merged,
            String parent,
            String name,
            Map<JsonNode, JsonNode> below,
            JsonNode element,
            List<String> keys) {
        var known = below.get(identity(element, keys));
        // the fields of an element have the list's name above them
        merged.add(known == null ? element.deepCopy() : merge(parent, name, known, element));
    }

    private static int indexOf(ArrayNode list, JsonNode identity, List<String> keys) {
        for (var i = 0; i < list.size(); i++) {
            if (identity(list.get(i), keys).equals(identity)) {
                return i;
            }
        }
        return -1;
    }

    private static JsonNode identity(JsonNode element, List<String> keys) {
        return keys.isEmpty() ? element : Schema.key(element, keys);
    }

    /** Takes a field, an element or a member out, with all below it. */
    static void remove(ObjectNode tree, FieldPath path) {
        JsonNode at = tree;
        var parts = new ArrayList<>(path.parts());
        var last = parts.removeLast();
        for (var part : parts) {
            var next = step(at, part);
            if (next == null) {
                return;
            }
            at = next;
        }
        if (at instanceof ObjectNode map && last.startsWith("f:")) {
            map.remove(last.substring(2));
        } else if (at instanceof ArrayNode list) {
            for (var i = list.size() - 1; i >= 0; i--) {
                if (matches(list.get(i), last)) {
                    list.remove(i);
                }
            }
        }
    }

    private static @Nullable JsonNode step(JsonNode at, String part) {
        if (part.startsWith("f:")) {
            return at.get(part.substring(2));
        }
        return Json.stream(at)
                .filter(element -> matches(element, part))
                .findFirst()
                .orElse(null);
    }

    private static boolean matches(JsonNode element, String part) {
        var wanted = Json.read(part.substring(2).getBytes(StandardCharsets.UTF_8));
        if (!part.startsWith("k:")) {
            return element.equals(wanted);
        }
        var keys = new ArrayList<String>();
        wanted.fieldNames().forEachRemaining(keys::add);
        return Schema.key(element, keys).equals(wanted);
    }
}
