package io.keydesk.provisioning.kubernetes.fake;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The kinds that the API server serves. */
final class Resources {

    static final Resource NAMESPACE = new Resource("", "v1", "namespaces", "Namespace", false, false);
    static final Resource POD = new Resource("", "v1", "pods", "Pod", true, true);
    static final Resource SERVICE = new Resource("", "v1", "services", "Service", true, false);
    static final Resource CONFIG_MAP = new Resource("", "v1", "configmaps", "ConfigMap", true, false);
    static final Resource SECRET = new Resource("", "v1", "secrets", "Secret", true, false);
    static final Resource CLAIM =
            new Resource("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, false);
    static final Resource EVENT = new Resource("", "v1", "events", "Event", true, false);
    static final Resource STATEFUL_SET = new Resource("apps", "v1", "statefulsets", "StatefulSet", true, true);

    private final List<Resource> known = new CopyOnWriteArrayList<>(List.of(
            NAMESPACE,
            POD,
            SERVICE,
            CONFIG_MAP,
            SECRET,
            CLAIM,
            EVENT,
            STATEFUL_SET,
            new Resource("", "v1", "serviceaccounts", "ServiceAccount", true, false),
            new Resource("", "v1", "endpoints", "Endpoints", true, false),
            new Resource("", "v1", "nodes", "Node", false, false),
            new Resource("", "v1", "resourcequotas", "ResourceQuota", true, false),
            new Resource("apps", "v1", "deployments", "Deployment", true, true),
            new Resource("batch", "v1", "jobs", "Job", true, true),
            new Resource("coordination.k8s.io", "v1", "leases", "Lease", true, false),
            new Resource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true, true),
            new Resource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true, true),
            new Resource("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, true),
            new Resource("rbac.authorization.k8s.io", "v1", "roles", "Role", true, false),
            new Resource("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true, false),
            new Resource("storage.k8s.io", "v1", "storageclasses", "StorageClass", false, false)));

    /** As when its definition is installed. */
    void add(Resource resource) {
        known.add(resource);
    }

    List<Resource> all() {
        return List.copyOf(known);
    }

    Optional<Resource> find(String group, String version, String plural) {
        return known.stream()
                .filter(resource -> resource.plural().equals(plural)
                        && resource.group().equals(group)
                        && resource.version().equals(version))
                .findFirst();
    }
}
