package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.service.cluster.ClusterId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a cluster, as another client of the API server sees them.
 *
 * @param system the namespace in which clusters run
 */
record ClusterParts(KubernetesClient client, ClusterId cluster, String system) {

    /** Made, and made again, by the StatefulSet. */
    private static final Set<Class<? extends HasMetadata>> OF_THE_SET = Set.of(Pod.class, PersistentVolumeClaim.class);

    /** What each is like, by its kind and name as previews have them. */
    Map<String, String> contents(String... tenantNamespaces) {
        return Stream.concat(Stream.of(system), Stream.of(tenantNamespaces))
                .flatMap(this::in)
                .collect(Collectors.toMap(ClusterParts::name, ClusterParts::content));
    }

    /** Those namespaces that have all of what tenants read. */
    Set<String> publishedIn(String... tenantNamespaces) {
        var complete = new TreeSet<String>();
        for (var namespace : tenantNamespaces) {
            var kinds = in(namespace).map(HasMetadata::getKind).toList();
            if (kinds.containsAll(List.of("ConfigMap", "Secret"))) {
                complete.add(namespace);
            } else if (!kinds.isEmpty()) {
                throw new AssertionError("namespace %s has only %s".formatted(namespace, kinds));
            }
        }
        return complete;
    }

    private Stream<? extends HasMetadata> in(String namespace) {
        return Kinds.OF_CLUSTERS.stream()
                .filter(Predicate.not(OF_THE_SET::contains))
                .flatMap(kind -> client
                        .resources(kind)
                        .inNamespace(namespace)
                        .withLabel(Labels.CLUSTER_ID, cluster.toString())
                        .list()
                        .getItems()
                        .stream());
    }

    private static String name(HasMetadata object) {
        var metadata = object.getMetadata();
        return "%s %s/%s".formatted(object.getKind(), metadata.getNamespace(), metadata.getName());
    }

    /** Without what the API server and keydesk note of their own work. */
    private static String content(HasMetadata object) {
        ObjectNode tree = ObjectTree.of(object).deepCopy();
        JsonNode labels = tree.at("/metadata/labels");
        tree.remove(List.of("metadata", "status"));
        return labels + tree.toString();
    }
}
