package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.keydesk.provisioning.manifest.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares an object as it is with what it should be. What the API server or others add is no difference, but for the data of
 * ConfigMaps and Secrets: a key more may change what a node does.
 */
final class Comparison {

    /** By which fields the members of lists are known, in this order. Lists of others are compared member by member. */
    private static final List<String> KEYS = List.of("mountPath", "name");

    private static final Set<String> NOT_COMPARED = Set.of("apiVersion", "kind", "status");

    /** These tell when an object was made, not what it is. */
    private static final Set<String> BOOKKEEPING = Set.of(Labels.TICKET, Labels.REVISION);

    private static final Pattern QUANTITY = Pattern.compile("\\.(resources|emptyDir)\\.");

    private final boolean secret;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(boolean secret) {
        this.secret = secret;
    }

    static List<Difference> of(JsonNode desired, JsonNode actual) {
        var comparison = new Comparison(desired.path("kind").asText().equals("Secret"));
        desired.properties().forEach(entry -> {
            var name = entry.getKey();
            switch (name) {
                case "metadata" -> comparison.metadata(entry.getValue(), actual.path(name));
                case "data" -> comparison.data(entry.getValue(), actual.path(name));
                default -> {
                    if (!NOT_COMPARED.contains(name)) {
                        comparison.compare(name, entry.getValue(), actual.path(name));
                    }
                }
            }
        });
        return List.copyOf(comparison.differences);
    }

    /** The same of a container's resources alone. */
    static List<Difference> ofResources(JsonNode desired, JsonNode actual) {
        var comparison = new Comparison(false);
        comparison.compare(".resources.", desired, actual);
        return List.copyOf(comparison.differences);
    }

    private void metadata(JsonNode desired, JsonNode actual) {
        for (var part : List.of("labels", "annotations")) {
            desired.path(part).properties().forEach(entry -> {
                if (!BOOKKEEPING.contains(entry.getKey())) {
                    compare(
                            "metadata.%s[%s]".formatted(part, entry.getKey()),
                            entry.getValue(),
                            actual.path(part).path(entry.getKey()));
                }
            });
        }
    }

    private void data(JsonNode desired, JsonNode actual) {
        compare("data", desired, actual);
        actual.properties().forEach(entry -> {
            if (!desired.has(entry.getKey())) {
                add("data." + entry.getKey(), MissingNode.getInstance(), entry.getValue());
            }
        });
    }

    private void compare(String path, JsonNode desired, JsonNode actual) {
        if (desired.isObject() && actual.isObject()) {
            desired.properties()
                    .forEach(entry ->
                            compare(path + "." + entry.getKey(), entry.getValue(), actual.path(entry.getKey())));
        } else if (desired.isArray() && actual.isArray()) {
            list(path, desired, actual);
        } else if (!isSame(path, desired, actual)) {
            add(path, desired, actual);
        }
    }

    private void list(String path, JsonNode desired, JsonNode actual) {
        for (var key : KEYS) {
            var wanted = byKey(desired, key);
            if (wanted.size() == desired.size()) {
                var found = byKey(actual, key);
                wanted.forEach((name, member) -> compare(
                        "%s[%s]".formatted(path, name), member, found.getOrDefault(name, MissingNode.getInstance())));
                return;
            }
        }
        if (desired.size() != actual.size()) {
            add(path, desired, actual);
            return;
        }
        for (int i = 0; i < desired.size(); i++) {
            compare("%s[%d]".formatted(path, i), desired.get(i), actual.get(i));
        }
    }

    private static Map<String, JsonNode> byKey(JsonNode list, String key) {
        var members = new LinkedHashMap<String, JsonNode>();
        list.forEach(member -> {
            if (member.path(key).isTextual()) {
                members.put(member.path(key).textValue(), member);
            }
        });
        return members;
    }

    /** An empty part and none at all are the same to an API server, as are {@code 1} and {@code 1000m}. */
    private static boolean isSame(String path, JsonNode desired, JsonNode actual) {
        if (desired.equals(actual) || desired.isContainerNode() && desired.isEmpty() && actual.isMissingNode()) {
            return true;
        }
        return desired.isValueNode()
                && actual.isValueNode()
                && (desired.asText().equals(actual.asText())
                        || QUANTITY.matcher(path).find() && isSameQuantity(desired.asText(), actual.asText()));
    }

    private static boolean isSameQuantity(String desired, String actual) {
        try {
            return Quantity.getAmountInBytes(Quantity.parse(desired))
                            .compareTo(Quantity.getAmountInBytes(Quantity.parse(actual)))
                    == 0;
        } catch (IllegalArgumentException notQuantities) {
            return false;
        }
    }

    private void add(String path, JsonNode desired, JsonNode actual) {
        differences.add(new Difference(path, desired, actual, secret && path.startsWith("data")));
    }
}
