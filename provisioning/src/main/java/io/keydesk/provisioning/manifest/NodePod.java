package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * One node with its Sentinel. Nothing in it changes with a revision, or pods would have to be made anew for each: no revision
 * stands in its annotations, and it reads what is changed live from ConfigMaps and Secrets.
 */
final class NodePod {

    private NodePod() {}

    static PodTemplateSpec desired(Blueprint blueprint) {
        var premises = blueprint.premises();
        // spotless:off
        return Shape.stamp(new PodTemplateSpecBuilder()
                .withNewMetadata()
                    .withLabels(Labels.of(blueprint))
                .endMetadata()
                .withNewSpec()
                    .withServiceAccountName(blueprint.names().nodes())
                    .withAutomountServiceAccountToken(false)
                    // Variables for each Service in the namespace: thousands, which nobody reads.
                    .withEnableServiceLinks(false)
                    // Handing over takes up to 40 s, and shutdown-timeout up to 10 more.
                    .withTerminationGracePeriodSeconds(60L)
                    .withImagePullSecrets(premises.pullSecrets().stream().map(LocalObjectReference::new).toList())
                    .withNodeSelector(premises.nodeSelector())
                    .withTolerations(premises.tolerations())
                    .withAffinity(affinity(blueprint))
                    .withSecurityContext(Confinement.ofPod())
                    .withVolumes(Volumes.of(blueprint))
                    .withInitContainers(SentinelContainer.desired(blueprint))
                    .withContainers(containers(blueprint))
                .endSpec()
                .build());
        // spotless:on
    }

    private static List<Container> containers(Blueprint blueprint) {
        var containers = new ArrayList<>(List.of(ValkeyContainer.desired(blueprint)));
        var exporter = blueprint.premises().exporterImage();
        if (exporter != null) {
            containers.add(ExporterContainer.desired(exporter));
        }
        return containers;
    }

    /** Required, a fourth machine is needed to replace one; preferred, a machine may take two nodes with it. */
    private static Affinity affinity(Blueprint blueprint) {
        // spotless:off
        return switch (blueprint.premises().antiAffinity()) {
            case REQUIRED -> new AffinityBuilder()
                    .withNewPodAntiAffinity()
                        .withRequiredDuringSchedulingIgnoredDuringExecution(sameMachine(blueprint))
                    .endPodAntiAffinity()
                    .build();
            case PREFERRED -> new AffinityBuilder()
                    .withNewPodAntiAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                            .withWeight(100)
                            .withPodAffinityTerm(sameMachine(blueprint))
                        .endPreferredDuringSchedulingIgnoredDuringExecution()
                    .endPodAntiAffinity()
                    .build();
        };
        // spotless:on
    }

    private static PodAffinityTerm sameMachine(Blueprint blueprint) {
        // spotless:off
        return new PodAffinityTermBuilder()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                    .withMatchLabels(Labels.selector(blueprint))
                .endLabelSelector()
                .build();
        // spotless:on
    }
}
