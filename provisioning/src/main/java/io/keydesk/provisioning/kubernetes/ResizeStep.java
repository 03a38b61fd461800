package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.upkeep.Roll;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The memory and the CPUs of nodes, as their plan has them. While a node runs where Kubernetes can do that, else with a roll.
 * Nodes grow before they are told to use more memory, and shrink once they use less.
 *
 * @param growing whether this step is the one before nodes are told what is desired
 */
record ResizeStep(boolean growing) implements Step<KubernetesSite> {

    /** A machine that has no room for a while may have some again; a roll lets the scheduler find another one. */
    private static final Duration DEFERRED = Duration.ofSeconds(30);

    private static final String INFEASIBLE = "Infeasible";

    /** A pod of other resources than its template has now. */
    private record Misfit(Member member, Entry pod, JsonNode wanted) {}

    @Override
    public String phrase() {
        return growing ? "Comparing the resources of all nodes" : "Giving back resources of all nodes";
    }

    @Override
    public Result take(KubernetesSite site) {
        var misfits = misfits(site);
        if (misfits.isEmpty()) {
            return new Done();
        }
        if (!growing) {
            var large = tooFull(site);
            if (large.isPresent()) {
                return new Waiting(large.get());
            }
        }
        if (!site.link().resizes() || !site.cluster().resizesInPlace()) {
            return new Roll(site)
                    .next(
                            site.look(),
                            misfits.stream()
                                    .map(misfit -> new Roll.Stale(misfit.member(), "with the resources of its plan"))
                                    .toList());
        }
        return resize(site, misfits);
    }

    private static Result resize(KubernetesSite site, List<Misfit> misfits) {
        boolean pending = false;
        for (var misfit : misfits) {
            if (isAsked(misfit)) {
                if (isRefused(misfit)
                        || site.notebook().lasting("resizing", true).compareTo(DEFERRED) > 0) {
                    site.cluster().resizesByRoll();
                }
                pending = true;
                continue;
            }
            try {
                site.link().writer().resize(site.desired().id(), misfit.pod().ref(), patch(misfit.wanted()));
                pending = true;
            } catch (KubernetesClientException e) {
                if (Troubles.isTransient(e)) {
                    throw e;
                }
                // Not on this server, or not for this pod: a new pod has the resources of its template.
                site.cluster().resizesByRoll();
                return new Waiting("Resizing by a roll: " + Troubles.words(e));
            }
        }
        if (!pending) {
            site.notebook().lasting("resizing", false);
            return new Done();
        }
        return new Waiting("Waiting until nodes have the resources of their plan");
    }

    private List<Misfit> misfits(KubernetesSite site) {
        var template = site.find(StatefulSet.class, site.names().nodes())
                .map(entry ->
                        resources(entry.tree().path("spec").path("template").path("spec")))
                .orElseThrow();
        var found = new ArrayList<Misfit>();
        for (var member : site.members()) {
            site.pod(member.index())
                    .filter(pod -> !isSame(template, actual(pod.tree())) && isMine(template, actual(pod.tree())))
                    .ifPresent(pod -> found.add(new Misfit(member, pod, template)));
        }
        return found;
    }

    /** A pod with less memory than its template belongs to the step that grows, as does one whose CPUs differ. */
    private boolean isMine(JsonNode template, JsonNode actual) {
        return growing == (memory(actual).compareTo(memory(template)) <= 0);
    }

    /** Of the server in a pod, or in a template of pods. */
    static JsonNode resources(JsonNode podSpec) {
        for (var container : podSpec.path("containers")) {
            if (container.path("name").asText().equals(KubernetesSite.VALKEY)) {
                return container.path("resources");
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** What the kubelet has given it, where it says so; else what was asked for. */
    private static JsonNode actual(JsonNode pod) {
        for (var status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(KubernetesSite.VALKEY) && status.has("resources")) {
                return status.path("resources");
            }
        }
        return resources(pod.path("spec"));
    }

    private static boolean isAsked(Misfit misfit) {
        return isSame(misfit.wanted(), resources(misfit.pod().tree().path("spec")));
    }

    static boolean isSame(JsonNode wanted, JsonNode actual) {
        return Comparison.ofResources(wanted, actual).isEmpty();
    }

    static BigDecimal memory(JsonNode resources) {
        var limit = resources.path("limits").path("memory").asText("0");
        return Quantity.getAmountInBytes(Quantity.parse(limit));
    }

    private static boolean isRefused(Misfit misfit) {
        for (var condition : misfit.pod().tree().path("status").path("conditions")) {
            if (condition.path("type").asText().equals("PodResizePending")
                    && condition.path("reason").asText().equals(INFEASIBLE)) {
                return true;
            }
        }
        return false;
    }

    static String patch(JsonNode wanted) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        var container = patch.putObject("spec").putArray("containers").addObject();
        container.put("name", KubernetesSite.VALKEY);
        container.set("resources", wanted);
        return patch.toString();
    }

    /** Memory is taken from a node only once what it holds fits into what is left. */
    private static Optional<String> tooFull(KubernetesSite site) {
        long most = site.plan().maxmemoryBytes();
        var view = site.look();
        return view.members().stream()
                .filter(member -> view.node(member.index())
                        .map(NodeState::usedMemory)
                        .filter(used -> used > most)
                        .isPresent())
                .findFirst()
                .map(member ->
                        "Waiting until %s uses less than %d MiB".formatted(Member.name(member.index()), most >> 20));
    }
}
