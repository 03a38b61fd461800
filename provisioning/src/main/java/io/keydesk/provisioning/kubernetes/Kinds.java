package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;

/** The kinds of objects that clusters consist of. */
final class Kinds {

    /** Where clusters run. */
    static final List<Class<? extends HasMetadata>> OF_CLUSTERS = List.of(
            NetworkPolicy.class,
            ServiceAccount.class,
            Secret.class,
            ConfigMap.class,
            Service.class,
            PodDisruptionBudget.class,
            StatefulSet.class,
            PersistentVolumeClaim.class,
            Pod.class);

    /** Where tenants read. */
    static final List<Class<? extends HasMetadata>> OF_TENANTS = List.of(ConfigMap.class, Secret.class);

    /** Of the Prometheus operator, where it is installed. */
    static final String MONITORING = "monitoring.coreos.com/v1";

    static final List<String> OF_MONITORING = List.of("ServiceMonitor", "PrometheusRule");

    private Kinds() {}

    /** The type of a kind that is not one of monitoring. */
    static Class<? extends HasMetadata> type(String kind) {
        return OF_CLUSTERS.stream()
                .filter(type -> type.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of clusters: " + kind));
    }
}
