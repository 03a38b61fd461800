package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods of a cluster. */
public final class NodeSet {

    private NodeSet() {}

    static StatefulSet desired(Blueprint blueprint) {
        // spotless:off
        return new StatefulSetBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().nodes()))
                .withNewSpec()
                    .withServiceName(blueprint.names().nodes())
                    .withReplicas(blueprint.desired().state().poweredOff() ? 0 : Blueprint.NODES)
                    // Nodes find their roles themselves; waiting until node 0 is ready could be waiting for ever.
                    .withPodManagementPolicy("Parallel")
                    // keydesk rolls: the replicas first, then a failover, then the old primary.
                    .withNewUpdateStrategy()
                        .withType("OnDelete")
                    .endUpdateStrategy()
                    .withNewSelector()
                        .withMatchLabels(Labels.selector(blueprint))
                    .endSelector()
                    .withTemplate(NodePod.desired(blueprint))
                    .withVolumeClaimTemplates(Volumes.claims(blueprint))
                    .withPersistentVolumeClaimRetentionPolicy(retention(blueprint))
                .endSpec()
                .build();
        // spotless:on
    }

    /** The same with this one pod only, of all those that there are. */
    public static StatefulSet leaving(StatefulSet desired, int index) {
        // spotless:off
        return new StatefulSetBuilder(desired)
                .editSpec()
                    .withReplicas(1)
                    .withNewOrdinals()
                        .withStart(index)
                    .endOrdinals()
                .endSpec()
                .build();
        // spotless:on
    }

    /**
     * Whether Kubernetes would refuse to change the one into the other: the volumes that it makes for its pods are for ever, so
     * it does where persistence is switched on or off, or a plan has another disk. Then the StatefulSet is deleted without its
     * pods (propagation policy {@code Orphan}), which keeps them and their volumes, and made anew. Volumes that exist are not
     * resized by that.
     */
    public static boolean mustBeReplaced(StatefulSet live, StatefulSet desired) {
        return !claims(live).equals(claims(desired));
    }

    /** Of each volume what keydesk decides, without what an API server adds. */
    private static List<Claim> claims(StatefulSet set) {
        return set.getSpec().getVolumeClaimTemplates().stream()
                .map(claim -> new Claim(
                        claim.getMetadata().getName(),
                        claim.getSpec().getStorageClassName(),
                        claim.getSpec().getResources().getRequests()))
                .toList();
    }

    private record Claim(String name, @Nullable String storageClass, Map<String, Quantity> requests) {}

    /** Volumes go with the StatefulSet that is deleted, but not with pods that are only scaled away. */
    private static @Nullable StatefulSetPersistentVolumeClaimRetentionPolicy retention(Blueprint blueprint) {
        return blueprint.directives().forgets()
                ? null
                : new StatefulSetPersistentVolumeClaimRetentionPolicy("Delete", "Retain");
    }
}
