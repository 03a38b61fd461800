package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All objects of a cluster, in the order in which they can be applied so that a stop at any step does no harm:
 *
 * <pre>
 *  foundations   NetworkPolicy, ServiceAccount, Secrets, ConfigMaps, Services, PodDisruptionBudget
 *       │
 *   addresses    ConfigMap with the ClusterIPs that the Services were given
 *       │
 *     nodes      StatefulSet, and where monitoring is known, ServiceMonitor and PrometheusRule
 *       │
 *   published    ConfigMap and Secret in each namespace of the tenant
 * </pre>
 *
 * No pod is ever without the policy, and all passwords are kept before anything uses one.
 */
public final class Manifests {

    private Manifests() {}

    /** All but the addresses. */
    public static List<HasMetadata> all(Blueprint blueprint) {
        return Stream.of(foundations(blueprint), nodes(blueprint), published(blueprint))
                .flatMap(List::stream)
                .toList();
    }

    /** The Secret with all passwords: who creates it has claimed the names of the cluster. */
    public static Secret claim(Blueprint blueprint) {
        return OpsSecret.desired(blueprint);
    }

    /** All that follows from the passwords, but what applications read; those that keydesk keeps come first. */
    public static List<Secret> secrets(Blueprint blueprint) {
        return List.of(OpsSecret.desired(blueprint), AuthSecret.desired(blueprint));
    }

    /** What pods need to be there before them. */
    public static List<HasMetadata> foundations(Blueprint blueprint) {
        var objects = new ArrayList<HasMetadata>();
        objects.add(AccessPolicy.desired(blueprint));
        objects.add(NodeAccount.desired(blueprint));
        objects.add(OpsSecret.desired(blueprint));
        objects.add(AuthSecret.desired(blueprint));
        objects.add(NodeConfiguration.desired(blueprint));
        objects.add(NodeScripts.desired(blueprint));
        objects.addAll(Services.desired(blueprint));
        objects.add(Budget.desired(blueprint));
        return List.copyOf(objects);
    }

    /**
     * The only thing that does not follow from the blueprint alone.
     *
     * @param clusterIps of the Services of the nodes, in order
     * @param first whether the cluster has never been ready: only then may a node take it that nobody has data
     * @throws IllegalArgumentException if these are not as many addresses as there are nodes
     */
    public static ConfigMap addresses(Blueprint blueprint, List<String> clusterIps, boolean first) {
        return NodeAddresses.desired(blueprint, clusterIps, first);
    }

    /** The same of a new cluster, for people to look at: what the addresses will be is not known yet. */
    public static ConfigMap addressesToCome(Blueprint blueprint) {
        return NodeAddresses.toCome(blueprint);
    }

    /** The pods, and what looks at them. */
    public static List<HasMetadata> nodes(Blueprint blueprint) {
        return blueprint.premises().isMonitored()
                ? List.of(NodeSet.desired(blueprint), Monitor.desired(blueprint), Alerts.desired(blueprint))
                : List.of(NodeSet.desired(blueprint));
    }

    /** What the tenant's applications read, in each namespace of theirs. */
    public static List<HasMetadata> published(Blueprint blueprint) {
        return blueprint.desired().state().namespaces().stream()
                .<HasMetadata>mapMulti((namespace, objects) -> {
                    objects.accept(TenantConfiguration.desired(blueprint, namespace));
                    objects.accept(TenantSecret.desired(blueprint, namespace));
                })
                .toList();
    }
}
