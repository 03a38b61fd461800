package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.api.kubernetes.KubernetesObjects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/** The Kubernetes region of one keydesk: three namespaces of which nobody else knows. */
final class RegionOnKubernetes implements RealRegion {

    /** In which Kubernetes removes what belongs to that which was deleted. */
    private static final Duration COLLECTED = Duration.ofSeconds(10);

    /** To which a cluster can be upgraded. */
    private static final String NEWER = "valkey/valkey:8.1.4-alpine";

    private static final int NODES = 3;
    private static final int VALKEY = 6379;

    private final KubernetesClient client;
    private final KubernetesObjects objects;
    private final String system;
    private final String namespace;

    /**
     * @param system the namespace in which clusters run
     * @param namespace of the tenant, who has another one whose name ends in {@code -too}
     */
    RegionOnKubernetes(KubernetesClient client, String system, String namespace) {
        this.client = client;
        this.objects = new KubernetesObjects(client);
        this.system = system;
        this.namespace = namespace;
    }

    /** What a keydesk is told of it, which looks at its clusters as often as in a region of this machine. */
    String[] properties(Path kubeconfig) {
        return Stream.of(
                        "type=kubernetes",
                        "kubeconfig=" + kubeconfig,
                        "namespace=" + system,
                        "tenant-namespaces=%s,%s".formatted(namespace, otherNamespace()),
                        "further-images=" + NEWER,
                        "interval=2s")
                .map(property -> "--keydesk.regions.%s.%s".formatted(name(), property))
                .toArray(String[]::new);
    }

    @Override
    public String name() {
        return "north";
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public String otherNamespace() {
        return namespace + "-too";
    }

    @Override
    public void assertHasOnly(String id, String cluster, String revision, String reachedFrom) {
        var expected = new ArrayList<>(ofClusters(cluster));
        if (keepsData(cluster)) {
            ofNodes(cluster).map("PersistentVolumeClaim data-"::concat).forEach(expected::add);
        }
        assertThat(objects.in(system)).containsExactlyInAnyOrderElementsOf(expected);
        for (var own : List.of(namespace, otherNamespace())) {
            assertThat(objects.in(own))
                    .containsExactlyInAnyOrderElementsOf(
                            own.equals(reachedFrom)
                                    ? List.of(
                                            "ConfigMap %s-valkey".formatted(cluster),
                                            "Secret %s-valkey".formatted(cluster))
                                    : List.of());
        }
        var addresses = client.configMaps()
                .inNamespace(system)
                .withName("rfr-%s-addresses".formatted(cluster))
                .require()
                .getMetadata();
        assertThat(addresses.getLabels()).containsEntry("keydesk.io/cluster-id", id);
        assertThat(addresses.getAnnotations()).containsEntry("keydesk.io/applied-revision", revision);
    }

    private boolean keepsData(String cluster) {
        return !client.apps()
                .statefulSets()
                .inNamespace(system)
                .withName("rfr-" + cluster)
                .require()
                .getSpec()
                .getVolumeClaimTemplates()
                .isEmpty();
    }

    private static Stream<String> ofNodes(String cluster) {
        return IntStream.range(0, NODES).mapToObj(index -> "rfr-%s-%d".formatted(cluster, index));
    }

    private static List<String> ofClusters(String cluster) {
        var nodes = ofNodes(cluster).flatMap(node -> Stream.of("Pod " + node, "Service " + node));
        var others = Stream.of(
                        "NetworkPolicy rfr-%s",
                        "ServiceAccount rfr-%s",
                        "Secret rfr-%s-ops",
                        "Secret rfr-%s-auth",
                        "ConfigMap rfr-%s",
                        "ConfigMap rfr-%s-scripts",
                        "ConfigMap rfr-%s-addresses",
                        "Service rfr-%s",
                        "Service rfs-%s",
                        "Service rfrm-%s",
                        "Service rfrs-%s",
                        "PodDisruptionBudget rfr-%s",
                        "StatefulSet rfr-%s")
                .map(name -> name.formatted(cluster));
        return Stream.concat(nodes, others).toList();
    }

    @Override
    public void assertHasNothing() {
        await().atMost(COLLECTED)
                .untilAsserted(() -> assertThat(objects.in(system)).isEmpty());
        assertThat(objects.in(namespace)).isEmpty();
        assertThat(objects.in(otherNamespace())).isEmpty();
    }

    @Override
    public RealNode node(String id, int index) {
        return new RealNode(new HostAndPort(address(cluster(id), index), VALKEY), opsPassword(cluster(id)));
    }

    /** The name of a cluster, as its objects have it. */
    private String cluster(String id) {
        var set = client.apps()
                .statefulSets()
                .inNamespace(system)
                .withLabel("keydesk.io/cluster-id", id)
                .list()
                .getItems()
                .getFirst();
        return set.getMetadata().getName().substring("rfr-".length());
    }

    private String address(String cluster, int index) {
        return client.services()
                .inNamespace(system)
                .withName("rfr-%s-%d".formatted(cluster, index))
                .require()
                .getSpec()
                .getClusterIP();
    }

    private String opsPassword(String cluster) {
        var data = client.secrets()
                .inNamespace(system)
                .withName("rfr-%s-ops".formatted(cluster))
                .require()
                .getData()
                .get("ops-password");
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    /** The Sentinels behind their Service, as the DNS of the cluster would tell. */
    @Override
    public Set<HostAndPort> resolve(HostAndPort announced) {
        var service = announced.getHost().substring(0, announced.getHost().indexOf('.'));
        assertThat(announced.getHost()).isEqualTo("%s.%s", service, system);
        var cluster = service.substring("rfs-".length());
        return IntStream.range(0, NODES)
                .mapToObj(index -> new HostAndPort(address(cluster, index), announced.getPort()))
                .collect(Collectors.toSet());
    }
}
