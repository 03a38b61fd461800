package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Where Prometheus finds the metrics: of all Services that it selects, only the headless one has the port. */
final class Monitor {

    private Monitor() {}

    static GenericKubernetesResource desired(Blueprint blueprint) {
        return MonitoringObject.of(blueprint, """
                apiVersion: monitoring.coreos.com/v1
                kind: ServiceMonitor
                spec:
                  selector:
                    matchLabels:
                      %s: "%s"
                      %s: "%s"
                  endpoints:
                    - port: %s
                      interval: 30s
                """.formatted(
                Labels.CLUSTER_ID, blueprint.desired().id(), Labels.MANAGED_BY, Labels.KEYDESK, Port.METRICS.label()));
    }
}
