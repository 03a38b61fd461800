package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The variables that a container gets, or the reason why it cannot have them yet. */
final class Environment {

    /** Why a container cannot be made yet, as its status says it. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    private static final Pattern KEYED = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

    private final ObjectStore store;

    Environment(ObjectStore store) {
        this.store = store;
    }

    Map<String, String> of(JsonNode pod, JsonNode container) throws Missing {
        var variables = new LinkedHashMap<String, String>();
        for (var variable : container.path("env")) {
            var value = value(pod, variable);
            value.ifPresent(found -> variables.put(variable.path("name").asText(), found));
        }
        return variables;
    }

    private Optional<String> value(JsonNode pod, JsonNode variable) throws Missing {
        var from = variable.path("valueFrom");
        if (from.has("fieldRef")) {
            return Optional.of(field(pod, from.at("/fieldRef/fieldPath").asText()));
        }
        if (from.has("configMapKeyRef")) {
            return key(pod, from.path("configMapKeyRef"), Resources.CONFIG_MAP);
        }
        if (from.has("secretKeyRef")) {
            return key(pod, from.path("secretKeyRef"), Resources.SECRET);
        }
        return Optional.of(variable.path("value").asText());
    }

    private Optional<String> key(JsonNode pod, JsonNode reference, Resource resource) throws Missing {
        var namespace = pod.at("/metadata/namespace").asText();
        var name = reference.path("name").asText();
        var key = reference.path("key").asText();
        var optional = reference.path("optional").asBoolean();
        var kind = resource.equals(Resources.SECRET) ? "secret" : "configmap";
        var source = store.get(resource.named(namespace, name));
        if (source.isEmpty() && !optional) {
            throw new Missing("%s \"%s\" not found".formatted(kind, name));
        }
        var value = source.map(object -> DataFiles.of(object.tree()).get(key));
        if (value.isEmpty() && !optional) {
            throw new Missing("couldn't find key %s in %s %s/%s".formatted(key, resource.kind(), namespace, name));
        }
        return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static String field(JsonNode pod, String path) {
        var keyed = KEYED.matcher(path);
        if (keyed.matches()) {
            return pod.path("metadata")
                    .path(keyed.group(1))
                    .path(keyed.group(2))
                    .asText();
        }
        return pod.at("/" + path.replace('.', '/')).asText();
    }
}
