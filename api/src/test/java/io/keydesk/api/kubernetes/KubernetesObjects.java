package io.keydesk.api.kubernetes;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that is there on a Kubernetes, of whatever kind and whoever made it, but for what every namespace has by itself. */
public final class KubernetesObjects {

    /** Others have figures of what runs rather than objects, or nothing that clusters could consist of. */
    private static final List<String> GROUPS =
            List.of("apps", "discovery.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io");

    private static final List<String> OF_EVERY_NAMESPACE =
            List.of("ConfigMap kube-root-ca.crt", "ServiceAccount default", "Secret default-token-");

    private final KubernetesClient client;
    private final List<ResourceDefinitionContext> kinds;

    public KubernetesObjects(KubernetesClient client) {
        this.client = client;
        var versions = client.getApiGroups().getGroups().stream()
                .filter(group -> GROUPS.contains(group.getName()))
                .map(group -> group.getPreferredVersion().getGroupVersion());
        this.kinds = Stream.concat(Stream.of("v1"), versions)
                .map(client::getApiResources)
                .flatMap(KubernetesObjects::kinds)
                .toList();
    }

    private static Stream<ResourceDefinitionContext> kinds(APIResourceList list) {
        var version = list.getGroupVersion();
        return list.getResources().stream()
                .filter(KubernetesObjects::isKept)
                .map(kind -> new ResourceDefinitionContext.Builder()
                        .withGroup(version.contains("/") ? version.substring(0, version.indexOf('/')) : "")
                        .withVersion(version.substring(version.indexOf('/') + 1))
                        .withKind(kind.getKind())
                        .withPlural(kind.getName())
                        .withNamespaced(true)
                        .build());
    }

    /** What happened is told for an hour, also of what is gone. */
    private static boolean isKept(APIResource kind) {
        return kind.getNamespaced()
                && kind.getVerbs().contains("list")
                && !kind.getKind().equals("Event");
    }

    /** For example {@code Secret orders-cache-valkey}. */
    public SortedSet<String> in(String namespace) {
        return names(kind -> client.genericKubernetesResources(kind).inNamespace(namespace));
    }

    /** Those with a label, in whatever namespace. */
    SortedSet<String> labelled(String label, String value) {
        return names(
                kind -> client.genericKubernetesResources(kind).inAnyNamespace().withLabel(label, value));
    }

    private SortedSet<String> names(
            Function<ResourceDefinitionContext, Listable<GenericKubernetesResourceList>> listed) {
        return kinds.stream()
                .flatMap(kind -> listed.apply(kind).list().getItems().stream())
                .map(KubernetesObjects::name)
                .filter(name -> OF_EVERY_NAMESPACE.stream().noneMatch(name::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(HasMetadata object) {
        return "%s %s".formatted(object.getKind(), object.getMetadata().getName());
    }
}
