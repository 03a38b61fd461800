package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the scheduler and its machine report it.
 *
 * @param unschedulable why no machine takes it; {@code null} if one does
 * @param address {@code null} before it has one
 * @param infeasible why its resize cannot be had; {@code null} if there is nothing to say
 */
record PodView(
        @Nullable String unschedulable,
        @Nullable String address,
        @Nullable String infeasible,
        List<ContainerView> containers) {

    static final String MACHINE = "machine-1";

    /** Whether it is ready, as its Services see it. */
    boolean ready() {
        return unschedulable == null
                && containers.stream().filter(ContainerView::counts).allMatch(ContainerView::ready);
    }

    void writeTo(ObjectNode pod) {
        var status = Json.object(pod, "status");
        var initialized = containers.stream()
                .filter(ContainerView::initial)
                .allMatch(container -> container.sidecar()
                        ? container.started()
                        : container.state() instanceof ContainerState.Terminated end && end.code() == 0);
        var running = unschedulable == null
                && initialized
                && containers.stream()
                        .filter(container -> !container.initial())
                        .allMatch(container -> container.state() instanceof ContainerState.Running
                                || container.last() != null
                                || container.state() instanceof ContainerState.Terminated);
        status.put("phase", running ? "Running" : "Pending");
        status.set("observedGeneration", pod.at("/metadata/generation"));
        var conditions = Json.array(status, "conditions");
        if (unschedulable != null) {
            condition(conditions, "PodScheduled", false, "Unschedulable", unschedulable);
            return;
        }
        Json.object(pod, "spec").put("nodeName", MACHINE);
        condition(conditions, "PodScheduled", true, "", "");
        condition(conditions, "Initialized", initialized, initialized ? "" : "ContainersNotInitialized", "");
        var unready = containers.stream()
                .filter(ContainerView::counts)
                .filter(container -> !container.ready())
                .map(container -> container.spec().path("name").asText())
                .toList();
        var reason = unready.isEmpty() ? "" : "ContainersNotReady";
        var message = unready.isEmpty() ? "" : "containers with unready status: " + unready;
        condition(conditions, "ContainersReady", unready.isEmpty(), reason, message);
        condition(conditions, "Ready", unready.isEmpty(), reason, message);
        resize(conditions);
        if (!status.has("startTime")) {
            status.put("startTime", Writes.now().toString());
            status.put("hostIP", "127.0.0.1");
            status.put("qosClass", "Burstable");
        }
        if (address != null) {
            status.put("podIP", address);
            status.putArray("podIPs").addObject().put("ip", address);
        }
        statuses(status.putArray("initContainerStatuses"), true);
        statuses(status.putArray("containerStatuses"), false);
    }

    private void statuses(ArrayNode into, boolean initial) {
        containers.stream()
                .filter(container -> container.initial() == initial)
                .forEach(container -> into.add(container.tree()));
    }

    private void resize(ArrayNode conditions) {
        if (infeasible != null) {
            condition(conditions, "PodResizePending", true, "Infeasible", infeasible);
            return;
        }
        for (var i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.get(i).path("type").asText().equals("PodResizePending")) {
                conditions.remove(i);
            }
        }
    }

    private static void condition(ArrayNode conditions, String type, boolean holds, String reason, String message) {
        var status = holds ? "True" : "False";
        var condition = Json.objects(conditions)
                .filter(known -> known.path("type").asText().equals(type))
                .findFirst()
                .orElseGet(() -> conditions.addObject().put("type", type));
        if (!condition.path("status").asText().equals(status)) {
            condition.put("lastTransitionTime", Writes.now().toString());
        }
        condition.put("status", status);
        text(condition, "reason", reason);
        text(condition, "message", message);
    }

    private static void text(ObjectNode condition, String field, String value) {
        if (value.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, value);
        }
    }

    static List<JsonNode> initContainers(JsonNode pod) {
        return Json.stream(pod.at("/spec/initContainers")).toList();
    }

    static List<JsonNode> containers(JsonNode pod) {
        return Json.stream(pod.at("/spec/containers")).toList();
    }
}
