package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.service.cluster.ClusterId;

/** The label on each pod by which Services find the primary and the replicas. */
record RoleLabels(KubernetesRegion.Link link, ClusterId cluster) {

    /** Labels those pods that are not labelled so already: none while nothing has changed. */
    void follow(String primaryHost) {
        var objects = link.inventory().of(cluster).values();
        objects.stream()
                .filter(entry -> entry.ref().kind().equals("Service"))
                .filter(entry ->
                        entry.tree().path("spec").path("clusterIP").asText().equals(primaryHost))
                .findFirst()
                .map(entry -> entry.ref().name())
                .ifPresent(primary -> objects.stream()
                        .filter(entry -> entry.ref().kind().equals("Pod"))
                        .forEach(
                                pod -> label(pod, pod.ref().name().equals(primary) ? Labels.PRIMARY : Labels.REPLICA)));
    }

    private void label(Entry pod, String role) {
        var labels = pod.tree().path("metadata").path("labels");
        if (!role.equals(labels.path(Labels.ROLE).asText())) {
            link.writer().label(cluster, pod.ref(), Labels.ROLE, role);
        }
    }
}
