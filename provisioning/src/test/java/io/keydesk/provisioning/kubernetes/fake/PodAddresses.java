package io.keydesk.provisioning.kubernetes.fake;

import java.util.Optional;

/** Which address leads to one pod and no other. */
final class PodAddresses {

    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

    private PodAddresses() {}

    static Optional<String> of(ObjectStore store, Key pod) {
        // by convention it is called as the pod; else look through all
        var named = store.get(Resources.SERVICE.named(pod.namespace(), pod.name()));
        return named.filter(service -> leadsTo(service, pod))
                .or(() -> store.list(Resources.SERVICE, pod.namespace())
                        .filter(service -> leadsTo(service, pod))
                        .findFirst())
                .map(service -> service.tree().at("/spec/clusterIP").asText());
    }

    private static boolean leadsTo(Stored service, Key pod) {
        var spec = service.tree().path("spec");
        return spec.path("selector").path(POD_NAME).asText().equals(pod.name())
                && spec.path("clusterIP").asText().startsWith("127.");
    }
}
