package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A field of an object that is not as desired.
 *
 * @param path such as {@code spec.replicas} or {@code spec.template.spec.containers[valkey].image}
 * @param desired a {@link MissingNode} where nothing is wanted
 * @param actual a {@link MissingNode} where nothing is there
 * @param secret whether neither value may be shown
 */
record Difference(String path, JsonNode desired, JsonNode actual, boolean secret) {

    private static final int LONGEST_SHOWN = 60;

    /** For people: {@code spec.replicas 2 instead of 3}. */
    String describe() {
        if (secret) {
            return "another " + path;
        }
        if (actual.isMissingNode()) {
            return "no " + path;
        }
        if (desired.isMissingNode()) {
            return "%s, which nobody ordered".formatted(path);
        }
        return shown(desired).length() > LONGEST_SHOWN || shown(actual).length() > LONGEST_SHOWN
                ? "another " + path
                : "%s %s instead of %s".formatted(path, shown(actual), shown(desired));
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
