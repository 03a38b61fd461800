package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the API server says of itself. */
final class Discovery {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Resources resources;

    Discovery(Resources resources) {
        this.resources = resources;
    }

    Optional<ObjectNode> at(List<String> path) {
        return switch (path) {
            case List<String> p when p.equals(List.of("version")) -> Optional.of(version());
            case List<String> p
            when p.equals(List.of("api")) -> {
                var versions = Json.object().put("kind", "APIVersions");
                versions.putArray("versions").add("v1");
                yield Optional.of(versions);
            }
            case List<String> p when p.equals(List.of("apis")) -> Optional.of(groups());
            case List<String> p when p.size() == 2 && p.getFirst().equals("api") -> resources("", p.get(1));
            case List<String> p when p.size() == 3 && p.getFirst().equals("apis") -> resources(p.get(1), p.get(2));
            default -> Optional.empty();
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "36")
                .put("gitVersion", "v1.36.0")
                .put("platform", "linux/amd64");
    }

    private ObjectNode groups() {
        var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = list.putArray("groups");
        resources.all().stream()
                .filter(resource -> !resource.group().isEmpty())
                .map(resource -> List.of(resource.group(), resource.version()))
                .distinct()
                .forEach(pair -> {
                    var group = groups.addObject().put("name", pair.getFirst());
                    var version = Json.object()
                            .put("groupVersion", String.join("/", pair))
                            .put("version", pair.getLast());
                    group.putArray("versions").add(version);
                    group.set("preferredVersion", version);
                });
        return list;
    }

    private Optional<ObjectNode> resources(String group, String version) {
        var known = resources.all().stream()
                .filter(resource ->
                        resource.group().equals(group) && resource.version().equals(version))
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", known.getFirst().apiVersion());
        var entries = list.putArray("resources");
        known.forEach(resource -> {
            var entry = entries.addObject()
                    .put("name", resource.plural())
                    .put("singularName", resource.kind().toLowerCase(Locale.ROOT))
                    .put("namespaced", resource.namespaced())
                    .put("kind", resource.kind());
            var verbs = entry.putArray("verbs");
            VERBS.forEach(verbs::add);
        });
        return Optional.of(list);
    }
}
