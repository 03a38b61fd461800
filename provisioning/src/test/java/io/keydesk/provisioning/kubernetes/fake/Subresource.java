package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Which part of an object a request may change. */
final class Subresource {

    private static final Set<String> WITH_STATUS = Set.of(
            "Namespace",
            "Pod",
            "Service",
            "PersistentVolumeClaim",
            "StatefulSet",
            "Deployment",
            "Job",
            "PodDisruptionBudget",
            "Node",
            "ResourceQuota");

    private Subresource() {}

    /** What is left of a change when only the part that it was sent to counts. */
    static ObjectNode within(Key key, String subresource, ObjectNode live, ObjectNode changed) {
        return switch (subresource) {
            case "" -> {
                var result = changed.deepCopy();
                if (WITH_STATUS.contains(key.resource().kind())) {
                    take("status", live, result);
                }
                yield result;
            }
            case "status" -> {
                var result = live.deepCopy();
                take("status", changed, result);
                version(changed, result);
                yield result;
            }
            case "resize" -> {
                var result = live.deepCopy();
                for (var list : List.of("containers", "initContainers")) {
                    Json.objects(changed.path("spec").path(list)).forEach(container -> resize(result, list, container));
                }
                version(changed, result);
                yield result;
            }
            default -> throw Refused.unknownPath();
        };
    }

    static void initialStatus(Key key, ObjectNode tree) {
        if (WITH_STATUS.contains(key.resource().kind()) && !key.resource().equals(Resources.NAMESPACE)) {
            tree.remove("status");
        }
        switch (key.resource().kind()) {
            case "Pod", "PersistentVolumeClaim" -> tree.putObject("status").put("phase", "Pending");
            case "StatefulSet" ->
                tree.putObject("status")
                        .put("replicas", 0)
                        .put("availableReplicas", 0)
                        .put("collisionCount", 0);
            case "Service" -> tree.putObject("status").putObject("loadBalancer");
            default -> {}
        }
    }

    private static void resize(ObjectNode pod, String list, ObjectNode wanted) {
        Json.objects(pod.path("spec").path(list))
                .filter(container -> container.path("name").equals(wanted.path("name")))
                .forEach(container -> container.set("resources", wanted.path("resources")));
    }

    private static void version(ObjectNode from, ObjectNode to) {
        take("resourceVersion", Json.object(from, "metadata"), Json.object(to, "metadata"));
    }

    private static void take(String field, ObjectNode from, ObjectNode to) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }
}
