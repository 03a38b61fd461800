package io.keydesk.provisioning.kubernetes.fake;

import java.util.List;
import java.util.Optional;

/**
 * What a path names.
 *
 * @param namespace empty for all namespaces
 * @param name empty for the collection
 * @param subresource empty for the object itself
 */
record Target(Resource resource, String namespace, String name, String subresource) {

    static Optional<Target> of(List<String> path, Resources resources) {
        if (path.size() < 3) {
            return Optional.empty();
        }
        var core = path.getFirst().equals("api");
        var group = core ? "" : path.get(1);
        var version = path.get(core ? 1 : 2);
        var rest = path.subList(core ? 2 : 3, path.size());
        if (rest.size() > 2 && rest.getFirst().equals("namespaces")) {
            var within = resources.find(group, version, rest.get(2)).filter(Resource::namespaced);
            if (within.isPresent()) {
                return Optional.of(new Target(within.get(), rest.get(1), at(rest, 3), at(rest, 4)));
            }
        }
        return rest.isEmpty()
                ? Optional.empty()
                : resources
                        .find(group, version, rest.getFirst())
                        .map(resource -> new Target(resource, "", at(rest, 1), at(rest, 2)));
    }

    Key key() {
        return resource.named(namespace, name);
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
