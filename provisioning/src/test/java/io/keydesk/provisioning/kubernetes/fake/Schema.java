package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How lists and maps of the published API are merged: by key, as a set, or as a whole. What is not named here is merged
 * field by field if it is a map, and as a whole if it is a list, as the API does by default.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">Merge strategy</a>
 */
final class Schema {

    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumes", List.of("name")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
            Map.entry("ownerReferences", List.of("uid")),
            Map.entry("conditions", List.of("type")),
            Map.entry("groups", List.of("name")));

    private static final Set<String> WHOLE = Set.of(
            "selector",
            "labelSelector",
            "podSelector",
            "namespaceSelector",
            "nodeSelector",
            "fieldRef",
            "resourceFieldRef",
            "configMapKeyRef",
            "secretKeyRef",
            "roleRef",
            "involvedObject");

    private Schema() {}

    /** The fields that tell the elements of a list apart; empty when it is merged as a whole, or as a set. */
    static List<String> keys(String parent, String list) {
        if (!list.equals("ports")) {
            return KEYS.getOrDefault(list, List.of());
        }
        return switch (parent) {
            case "containers", "initContainers" -> List.of("containerPort", "protocol");
            case "spec" -> List.of("port", "protocol");
            default -> List.of();
        };
    }

    static boolean isSet(String list) {
        return list.equals("finalizers");
    }

    static boolean isWhole(String map) {
        return WHOLE.contains(map);
    }

    static ObjectNode key(JsonNode element, List<String> keys) {
        var key = Json.object();
        for (var name : keys) {
            var value = element.get(name);
            if (value != null) {
                key.set(name, value);
            } else if (name.equals("protocol")) {
                key.put(name, "TCP");
            }
        }
        return key;
    }
}
