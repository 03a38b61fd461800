package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.upkeep.LastResort;
import io.keydesk.provisioning.upkeep.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pods that run and are ready. Kubernetes makes them; what keeps it from that is told in its words. */
record PodsStep() implements Step<KubernetesSite> {

    /** A scheduler that waits for a volume, or an image that a registry had not yet, are no trouble for a moment. */
    private static final Duration TROUBLE = Duration.ofSeconds(3);

    private static final String REFUSED = "FailedCreate";

    @Override
    public String phrase() {
        return "Waiting until pods are ready";
    }

    @Override
    public Result take(KubernetesSite site) {
        var pods = IntStream.range(0, Blueprint.NODES)
                .mapToObj(index -> site.pod(index).map(entry -> entry.as(Pod.class)))
                .toList();
        pods.forEach(pod -> pod.ifPresent(found -> noteStarts(site, found)));
        if (pods.stream().allMatch(pod -> pod.filter(PodTrouble::isReady).isPresent())) {
            site.notebook().lasting("pod-trouble", false);
            return new Done();
        }
        var trouble = pods.stream()
                .flatMap(Optional::stream)
                .map(PodTrouble::of)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> refused(site, pods));
        if (site.notebook().lasting("pod-trouble", trouble.isPresent()).compareTo(TROUBLE) > 0) {
            return new Failed(
                    trouble.orElseThrow().reason(), trouble.orElseThrow().message(), true);
        }
        if (pods.stream().allMatch(Optional::isPresent)) {
            new LastResort(site).promote();
        }
        return new Waiting("Waiting until pods are ready: " + unready(site, pods));
    }

    /** A node that was started anew may not be sent at once what its primary writes. */
    private static void noteStarts(KubernetesSite site, Pod pod) {
        if (pod.getStatus() == null) {
            return;
        }
        pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(KubernetesSite.VALKEY))
                .filter(status -> site.cluster()
                        .isNewStart(
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid() + "/" + status.getRestartCount()))
                .forEach(_ -> site.notebook().proven(false));
    }

    /** Why the StatefulSet cannot make its pods: a quota, or an admission policy. Asked only while some are missing. */
    private static Optional<PodTrouble> refused(KubernetesSite site, List<Optional<Pod>> pods) {
        boolean missing = pods.stream().anyMatch(Optional::isEmpty);
        if (site.notebook().lasting("pods-missing", missing).compareTo(TROUBLE) < 0) {
            return Optional.empty();
        }
        try {
            return site
                    .link()
                    .client()
                    .v1()
                    .events()
                    .inNamespace(site.link().premises().namespace())
                    .withField("involvedObject.name", site.names().nodes())
                    .list()
                    .getItems()
                    .stream()
                    .filter(event -> REFUSED.equals(event.getReason()) && event.getMessage() != null)
                    .max(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                    .map(event -> new PodTrouble(
                            "PodsRefused",
                            "Kubernetes does not let StatefulSet %s make its pods: %s"
                                    .formatted(site.names().nodes(), event.getMessage())));
        } catch (KubernetesClientException e) {
            // Who may not read events still learns that pods are missing.
            return Optional.empty();
        }
    }

    private static String unready(KubernetesSite site, List<Optional<Pod>> pods) {
        var names = new ArrayList<String>();
        for (int index = 0; index < pods.size(); index++) {
            if (pods.get(index).filter(PodTrouble::isReady).isEmpty()) {
                names.add(site.names().node(index) + (pods.get(index).isEmpty() ? " (missing)" : ""));
            }
        }
        return names.stream().collect(Collectors.joining(", "));
    }
}
