package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Manifests;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@link ResizeStep} would give nodes that run the resources of another plan.
 *
 * @param rolls whether by a restart of one after the other
 */
record ResizeForecast(boolean rolls, List<String> warnings) {

    private static final ResizeForecast NOTHING = new ResizeForecast(false, List.of());

    static ResizeForecast of(KubernetesSite site, Blueprint blueprint) {
        if (site.base().isEmpty()) {
            return NOTHING;
        }
        var there = site.find(StatefulSet.class, site.names().nodes());
        if (there.isEmpty()) {
            return NOTHING;
        }
        var wanted = Manifests.nodes(blueprint).stream()
                .filter(StatefulSet.class::isInstance)
                .map(ObjectTree::of)
                .findFirst()
                .orElseThrow();
        return of(site, wanted, there.get().tree());
    }

    private static ResizeForecast of(KubernetesSite site, JsonNode wanted, JsonNode there) {
        var before = resources(there);
        var after = resources(wanted);
        if (ResizeStep.isSame(after, before)) {
            return NOTHING;
        }
        var warnings = new ArrayList<String>();
        boolean inPlace = site.link().resizes()
                && site.cluster().resizesInPlace()
                && site.members().stream().allMatch(member -> isTaken(site, member.index(), after));
        if (inPlace && ResizeStep.memory(after).compareTo(ResizeStep.memory(before)) > 0) {
            warnings.add(
                    "Nodes grow while they run; one whose machine has no room for that is restarted, on another one if need be.");
        }
        var disk = disk(there);
        if (disk.signum() > 0 && disk(wanted).compareTo(disk) > 0) {
            warnings.add(
                    "The volumes keep the %s MiB that they were made with, and the plan is made for %s MiB: ask those who run keydesk to expand them."
                            .formatted(mebibytes(disk), mebibytes(disk(wanted))));
        }
        return new ResizeForecast(!inPlace, warnings);
    }

    /** Whether the API server would let the node change while it runs; whether its machine has room is known only then. */
    private static boolean isTaken(KubernetesSite site, int index, JsonNode resources) {
        try {
            site.pod(index).ifPresent(pod -> site.link().writer().tryResize(pod.ref(), ResizeStep.patch(resources)));
            return true;
        } catch (KubernetesClientException e) {
            return Troubles.isTransient(e);
        }
    }

    private static JsonNode resources(JsonNode statefulSet) {
        return ResizeStep.resources(statefulSet.path("spec").path("template").path("spec"));
    }

    /** Bytes of the volume of one node; 0 where it has none that is kept. */
    private static BigDecimal disk(JsonNode statefulSet) {
        var size = statefulSet
                .path("spec")
                .path("volumeClaimTemplates")
                .path(0)
                .path("spec")
                .path("resources")
                .path("requests")
                .path("storage")
                .asText("0");
        return Quantity.getAmountInBytes(Quantity.parse(size));
    }

    private static long mebibytes(BigDecimal bytes) {
        return bytes.longValue() >> 20;
    }
}
