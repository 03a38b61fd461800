package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who owns which fields of an object. Objects of the same shape share theirs. */
final class Ownership {

    private static final Map<Ownership, Ownership> SHARED = new ConcurrentHashMap<>();

    static final Ownership NONE = new Ownership(Map.of());

    private final Map<FieldManager, Set<FieldPath>> fields;
    private final int hash;
    private final byte[] rendered;

    private Ownership(Map<FieldManager, Set<FieldPath>> fields) {
        this.fields = fields;
        this.hash = fields.hashCode();
        this.rendered = fields.isEmpty() ? new byte[0] : render(fields);
    }

    static Ownership of(Map<FieldManager, Set<FieldPath>> fields) {
        var kept = new LinkedHashMap<FieldManager, Set<FieldPath>>();
        fields.forEach((manager, owned) -> {
            if (!owned.isEmpty()) {
                kept.put(manager, Set.copyOf(owned));
            }
        });
        var ownership = new Ownership(kept);
        return Objects.requireNonNullElse(SHARED.putIfAbsent(ownership, ownership), ownership);
    }

    Set<FieldPath> of(FieldManager manager) {
        return fields.getOrDefault(manager, Set.of());
    }

    /** All fields of everybody else. */
    Set<FieldPath> besides(FieldManager manager) {
        return fields.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(manager))
                .flatMap(entry -> entry.getValue().stream())
                .collect(Collectors.toSet());
    }

    /** Who else owns fields of which this is true, and which. */
    Map<FieldManager, Set<FieldPath>> others(FieldManager manager, Predicate<FieldPath> test) {
        var others = new LinkedHashMap<FieldManager, Set<FieldPath>>();
        fields.forEach((other, owned) -> {
            var found = owned.stream().filter(test).collect(Collectors.toSet());
            if (!other.equals(manager) && !found.isEmpty()) {
                others.put(other, found);
            }
        });
        return others;
    }

    /** A manager owns exactly these from now on. */
    Ownership with(FieldManager manager, Set<FieldPath> owned) {
        var changed = new LinkedHashMap<>(fields);
        changed.put(manager, owned);
        return of(changed);
    }

    /** Nobody but this manager owns any of these fields. */
    Ownership takenBy(FieldManager manager, Set<FieldPath> taken) {
        var changed = new LinkedHashMap<FieldManager, Set<FieldPath>>();
        fields.forEach((other, owned) -> changed.put(other, other.equals(manager) ? owned : without(owned, taken)));
        return of(changed);
    }

    /** What one manager wrote over the whole object, without asking: what it changed is its own. */
    Ownership written(FieldManager manager, Map<FieldPath, JsonNode> before, Map<FieldPath, JsonNode> after) {
        var changed = new HashSet<FieldPath>();
        after.forEach((path, value) -> {
            if (!value.equals(before.get(path))) {
                changed.add(path);
            }
        });
        var removed = new HashSet<>(before.keySet());
        removed.removeAll(after.keySet());
        if (changed.isEmpty() && removed.isEmpty()) {
            return this;
        }
        var own = new HashSet<>(of(manager));
        own.addAll(changed);
        var result = new HashMap<FieldManager, Set<FieldPath>>();
        takenBy(manager, changed)
                .with(manager, own)
                .fields
                .forEach((who, owned) -> result.put(who, without(owned, removed)));
        return of(result);
    }

    private static Set<FieldPath> without(Set<FieldPath> owned, Set<FieldPath> taken) {
        var rest = new HashSet<>(owned);
        rest.removeAll(taken);
        return rest;
    }

    /** The managed fields as the first field of the metadata, with a comma behind. */
    byte[] rendered() {
        return rendered;
    }

    private static byte[] render(Map<FieldManager, Set<FieldPath>> fields) {
        var metadata = Json.object();
        var managed = metadata.putArray("managedFields");
        fields.forEach((manager, owned) -> {
            var entry = managed.addObject()
                    .put("manager", manager.name())
                    .put("operation", manager.applies() ? "Apply" : "Update")
                    .put("apiVersion", manager.apiVersion())
                    .put("fieldsType", "FieldsV1");
            var root = entry.putObject("fieldsV1");
            owned.forEach(path -> {
                ObjectNode at = root;
                for (var part : path.parts()) {
                    at = Json.object(at, part);
                }
                if (path.parts().getLast().charAt(0) == 'k') {
                    Json.object(at, ".");
                }
            });
        });
        var text = Json.text(metadata);
        return (text.substring(1, text.length() - 1) + ",").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ownership that && hash == that.hash && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
