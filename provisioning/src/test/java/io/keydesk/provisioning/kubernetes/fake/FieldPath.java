package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a field stands in an object.
 *
 * @param parts each as in managed fields: {@code f:name} for a field, {@code k:{"name":"x"}} for the element of a list that
 *     has this key, {@code v:"x"} for an element of a set
 */
record FieldPath(List<String> parts) {

    static final FieldPath ROOT = new FieldPath(List.of());

    FieldPath field(String name) {
        return with("f:" + name);
    }

    FieldPath element(ObjectNode key) {
        return with("k:" + Json.text(key));
    }

    FieldPath member(JsonNode value) {
        return with("v:" + Json.text(value));
    }

    /** It, and all that it stands in. */
    List<FieldPath> upwards() {
        var paths = new ArrayList<FieldPath>();
        for (var length = parts.size(); length > 0; length--) {
            paths.add(new FieldPath(parts.subList(0, length)));
        }
        return paths;
    }

    /** As conflicts name it: {@code .spec.containers[name="valkey"].image}. */
    String display() {
        var text = new StringBuilder();
        for (var part : parts) {
            var rest = part.substring(2);
            switch (part.charAt(0)) {
                case 'f' -> text.append('.').append(rest);
                case 'v' -> text.append("[=").append(rest).append(']');
                default ->
                    text.append('[')
                            .append(String.join(
                                    ",",
                                    Json.parse(rest.getBytes(StandardCharsets.UTF_8)).properties().stream()
                                            .map(key -> key.getKey() + "=" + Json.text(key.getValue()))
                                            .toList()))
                            .append(']');
            }
        }
        return text.toString();
    }

    private FieldPath with(String part) {
        var longer = new ArrayList<String>(parts.size() + 1);
        longer.addAll(parts);
        longer.add(part);
        return new FieldPath(List.copyOf(longer));
    }
}
