package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pods that are ready at once, or tell what they wait for, and of which nothing runs. */
final class InstantPods implements PodRunner {

    private final ObjectStore store;
    private final Writes writes;
    private final Addresses addresses;
    private final Machines machines;
    private final Environment environment;
    private final Events events;

    /** With the names of what their containers take their variables from. */
    private final Map<Key, Set<String>> unready = new ConcurrentHashMap<>();

    private final WorkQueue<Key> queue = new WorkQueue<>("pods", this::settle);

    InstantPods(ObjectStore store, Writes writes, Addresses addresses, Machines machines) {
        this.store = store;
        this.writes = writes;
        this.addresses = addresses;
        this.machines = machines;
        this.environment = new Environment(store);
        this.events = new Events(store, writes, "kubelet");
        machines.listen(() -> store.list(Resources.POD, "").map(Stored::key).forEach(queue::add));
        store.listen(this::changed);
    }

    private void changed(Change change) {
        var resource = change.key().resource();
        if (resource.equals(Resources.POD)) {
            if (change.after() == null) {
                unready.remove(change.key());
            } else {
                queue.add(change.key());
            }
        } else if (resource.equals(Resources.CONFIG_MAP) || resource.equals(Resources.SECRET)) {
            unready.forEach((pod, sources) -> {
                if (sources.contains(change.key().name())) {
                    queue.add(pod);
                }
            });
        }
    }

    private void settle(Key key) {
        var pod = store.get(key).orElse(null);
        if (pod == null) {
            return;
        }
        if (pod.terminating()) {
            writes.delete(key, DeleteOptions.atOnce(pod.uid()));
            return;
        }
        var tree = pod.tree();
        var view = view(key, tree);
        if (view.ready()) {
            unready.remove(key);
        } else {
            unready.put(key, sources(tree));
            complain(pod, view);
        }
        writes.modify(key, view::writeTo);
    }

    private static Set<String> sources(JsonNode pod) {
        return Stream.concat(PodView.initContainers(pod).stream(), PodView.containers(pod).stream())
                .flatMap(container -> container.findValuesAsText("name").stream())
                .collect(Collectors.toSet());
    }

    private void complain(Stored pod, PodView view) {
        if (view.unschedulable() != null) {
            events.warning(pod, "FailedScheduling", view.unschedulable());
        }
        view.containers().stream()
                .map(ContainerView::state)
                .filter(ContainerState.Waiting.class::isInstance)
                .map(ContainerState.Waiting.class::cast)
                .filter(waiting -> !waiting.message().isEmpty())
                .forEach(waiting -> events.warning(pod, "Failed", waiting.message()));
    }

    private PodView view(Key key, JsonNode pod) {
        var running = new ContainerState.Running(
                Instant.parse(pod.at("/metadata/creationTimestamp").asText()));
        var infeasible = machines.infeasible(pod).filter(_ -> isResized(pod)).orElse(null);
        var containers = new ArrayList<ContainerView>();
        var blocked = false;
        for (var spec : PodView.initContainers(pod)) {
            var view = container(pod, spec, true, running, infeasible != null);
            containers.add(view);
            blocked |= !view.started();
        }
        for (var spec : PodView.containers(pod)) {
            containers.add(
                    container(pod, spec, false, blocked ? ContainerState.INITIALIZING : running, infeasible != null));
        }
        var address = pod.at("/status/podIP").asText();
        return new PodView(
                machines.unschedulable(pod)
                        .filter(_ -> !pod.at("/spec").has("nodeName"))
                        .orElse(null),
                address.isEmpty() ? PodAddresses.of(store, key).orElseGet(addresses::take) : address,
                infeasible,
                containers);
    }

    private ContainerView container(
            JsonNode pod, JsonNode spec, boolean initial, ContainerState otherwise, boolean infeasible) {
        var state = otherwise instanceof ContainerState.Running ? state(pod, spec, otherwise) : otherwise;
        var runs = state instanceof ContainerState.Running;
        var resources = infeasible ? status(pod, spec).path("resources") : spec.path("resources");
        return new ContainerView(spec, initial, state, null, 0, runs, runs, resources);
    }

    private ContainerState state(JsonNode pod, JsonNode spec, ContainerState running) {
        if (status(pod, spec).at("/state/running").isObject()) {
            return running;
        }
        var image = machines.unpullable(spec.path("image").asText());
        if (image.isPresent()) {
            return new ContainerState.Waiting(
                    "ImagePullBackOff",
                    "Back-off pulling image \"%s\": ErrImagePull: %s"
                            .formatted(spec.path("image").asText(), image.get()));
        }
        try {
            environment.of(pod, spec);
            return running;
        } catch (Environment.Missing e) {
            return new ContainerState.Waiting("CreateContainerConfigError", String.valueOf(e.getMessage()));
        }
    }

    private static boolean isResized(JsonNode pod) {
        return Stream.concat(PodView.containers(pod).stream(), PodView.initContainers(pod).stream())
                .anyMatch(spec -> {
                    var reported = status(pod, spec);
                    return reported.has("resources")
                            && !reported.path("resources").equals(spec.path("resources"));
                });
    }

    private static JsonNode status(JsonNode pod, JsonNode spec) {
        return List.of("containerStatuses", "initContainerStatuses").stream()
                .flatMap(list -> Json.stream(pod.path("status").path(list)))
                .filter(status -> status.path("name").equals(spec.path("name")))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    @Override
    public Optional<RunningContainer> running(Key pod, String container) {
        return Optional.empty();
    }

    @Override
    public Optional<String> address(Key pod) {
        return Optional.empty();
    }

    @Override
    public Path log(Key pod, String container) {
        return Path.of("/dev/null");
    }

    @Override
    public void close() {
        queue.close();
    }
}
