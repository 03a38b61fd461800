package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Map;

/** The patches that are not an apply. */
final class Patches {

    private Patches() {}

    static ObjectNode patched(ObjectNode object, String type, JsonNode patch) {
        return switch (type) {
            case "application/json-patch+json" -> {
                try {
                    yield (ObjectNode) JsonPatch.apply(patch, object);
                } catch (JsonPatchException e) {
                    throw Refused.badRequest("the patch does not apply: " + e.getMessage());
                }
            }
            case "application/merge-patch+json" -> overlay(object, patch);
            case "application/strategic-merge-patch+json" -> withoutNulls(Merge.of(object, (ObjectNode) patch));
            default -> throw Refused.badRequest("the body of the request was in an unknown format: " + type);
        };
    }

    /**
     * A merge patch.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
     */
    private static ObjectNode overlay(ObjectNode object, JsonNode patch) {
        var result = object.deepCopy();
        patch.properties().forEach(field -> {
            var name = field.getKey();
            var value = field.getValue();
            if (value.isNull()) {
                result.remove(name);
            } else if (value.isObject()) {
                result.set(name, overlay(result.get(name) instanceof ObjectNode below ? below : Json.object(), value));
            } else {
                result.set(name, value);
            }
        });
        return result;
    }

    static ObjectNode withoutNulls(ObjectNode object) {
        var names = object.properties().stream()
                .filter(field -> field.getValue().isNull())
                .map(Map.Entry::getKey)
                .toList();
        object.remove(names);
        object.forEach(Patches::withoutNullsBelow);
        return object;
    }

    private static void withoutNullsBelow(JsonNode node) {
        if (node instanceof ObjectNode object) {
            withoutNulls(object);
        } else if (node instanceof ArrayNode list) {
            list.forEach(Patches::withoutNullsBelow);
        }
    }
}
