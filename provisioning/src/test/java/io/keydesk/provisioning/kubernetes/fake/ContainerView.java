package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A container as its machine reports it.
 *
 * @param spec of the container in the pod
 * @param initial whether it is one of the init containers
 * @param last how it ended before; {@code null} if it never did
 * @param resources that it really has
 */
record ContainerView(
        JsonNode spec,
        boolean initial,
        ContainerState state,
        @Nullable ContainerState last,
        int restarts,
        boolean started,
        boolean ready,
        JsonNode resources) {

    /** Whether it goes on beside the others, though it is an init container. */
    boolean sidecar() {
        return initial && spec.path("restartPolicy").asText().equals("Always");
    }

    /** Whether the pod's readiness depends on it. */
    boolean counts() {
        return !initial || sidecar();
    }

    ObjectNode tree() {
        var image = spec.path("image").asText();
        var tree = Json.object()
                .put("name", spec.path("name").asText())
                .put("image", image)
                .put("imageID", state instanceof ContainerState.Waiting ? "" : image)
                .put("restartCount", restarts)
                .put("started", started)
                .put("ready", ready);
        tree.set("state", state.tree());
        tree.set("lastState", last == null ? Json.object() : last.tree());
        if (!resources.isEmpty()) {
            tree.set("resources", resources);
            tree.set("allocatedResources", resources.path("requests"));
        }
        return tree;
    }
}
