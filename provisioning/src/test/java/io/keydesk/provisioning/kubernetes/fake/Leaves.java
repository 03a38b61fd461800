package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The fields of an object that can have an owner, with their values. */
final class Leaves {

    private static final Set<String> UNOWNED_METADATA = Set.of(
            "name",
            "namespace",
            "generateName",
            "creationTimestamp",
            "uid",
            "generation",
            "resourceVersion",
            "managedFields",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink");

    private final Map<FieldPath, JsonNode> values = new LinkedHashMap<>();

    private Leaves() {}

    /** All but what names the object, and its status. */
    static Map<FieldPath, JsonNode> of(ObjectNode tree) {
        var leaves = new Leaves();
        tree.properties().forEach(field -> {
            switch (field.getKey()) {
                case "apiVersion", "kind", "status" -> {}
                case "metadata" ->
                    field.getValue().properties().stream()
                            .filter(entry -> !UNOWNED_METADATA.contains(entry.getKey()))
                            .forEach(entry -> leaves.walk(
                                    FieldPath.ROOT.field("metadata").field(entry.getKey()),
                                    "metadata",
                                    entry.getKey(),
                                    entry.getValue()));
                default -> leaves.walk(FieldPath.ROOT.field(field.getKey()), "", field.getKey(), field.getValue());
            }
        });
        return leaves.values;
    }

    private void walk(FieldPath path, String parent, String name, JsonNode value) {
        if (value instanceof ObjectNode map && !map.isEmpty() && !Schema.isWhole(name)) {
            map.properties().forEach(field -> walk(path.field(field.getKey()), name, field.getKey(), field.getValue()));
        } else if (value instanceof ArrayNode list && !list.isEmpty() && Schema.isSet(name)) {
            list.forEach(member -> values.put(path.member(member), BooleanNode.TRUE));
        } else if (value instanceof ArrayNode list
                && !list.isEmpty()
                && !Schema.keys(parent, name).isEmpty()) {
            for (var element : list) {
                var at = path.element(Schema.key(element, Schema.keys(parent, name)));
                values.put(at, BooleanNode.TRUE);
                element.properties()
                        .forEach(field -> walk(at.field(field.getKey()), name, field.getKey(), field.getValue()));
            }
        } else {
            values.put(path, value);
        }
    }
}
