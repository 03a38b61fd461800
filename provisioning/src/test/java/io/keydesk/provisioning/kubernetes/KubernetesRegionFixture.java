package io.keydesk.provisioning.kubernetes;

import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.kubernetes.fake.Tempo;
import io.keydesk.provisioning.valkey.UnderLoad;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Provisioner;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * A Kubernetes with the namespaces of the story, and keydesks that work in it, so to speak; in a static field it is there for
 * all tests of a class.
 */
final class KubernetesRegionFixture implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final String SYSTEM = "valkey-system";
    static final String SHOP = "shop";

    private static final Duration CONNECTED = Duration.ofSeconds(10);

    private final FakeKubernetes kubernetes;
    private final List<KubernetesProvisioner> opened = new ArrayList<>();
    private final Queue<ClusterId> woken = new ConcurrentLinkedQueue<>();
    private boolean shared;

    private KubernetesRegionFixture(FakeKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        List.of(SYSTEM, SHOP, "keydesk").forEach(kubernetes::createNamespace);
    }

    /** Whose pods run for real. */
    static KubernetesRegionFixture running() {
        return new KubernetesRegionFixture(FakeKubernetes.withPods(Tempo.FAST));
    }

    /** Whose pods are ready at once, and run nothing. */
    static KubernetesRegionFixture instant() {
        return new KubernetesRegionFixture(FakeKubernetes.instant());
    }

    FakeKubernetes kubernetes() {
        return kubernetes;
    }

    /** Starts a keydesk, and waits until its region is healthy. */
    KubernetesProvisioner open() {
        return open(Map.of());
    }

    KubernetesProvisioner open(Map<String, String> properties) {
        var provisioner = start(properties);
        await().atMost(CONNECTED).until(() -> provisioner.region().healthy());
        return provisioner;
    }

    /** Starts a keydesk for which it is another time. */
    KubernetesProvisioner open(Clock clock) {
        var provisioner = start(Map.of(), clock);
        await().atMost(CONNECTED).until(() -> provisioner.region().healthy());
        return provisioner;
    }

    /** Starts a keydesk, and waits for nothing. */
    KubernetesProvisioner start(Map<String, String> properties) {
        return start(properties, Clock.systemUTC());
    }

    private KubernetesProvisioner start(Map<String, String> properties, Clock clock) {
        var provisioner =
                new KubernetesProvisioner("north", properties(properties), woken::add, clock, new Catalogue());
        opened.add(provisioner);
        return provisioner;
    }

    /** Does this while an application writes to a cluster. */
    static <T> UnderLoad<T> underLoad(
            String scenario, Provisioner provisioner, DesiredCluster cluster, Supplier<T> work) {
        var sentinels = provisioner.observe(cluster).nodes().stream()
                .map(NodeObservation::sentinelAddress)
                .toList();
        return UnderLoad.run(
                "kubernetes: " + scenario,
                sentinels,
                provisioner.credentials(cluster.id()).orElseThrow(),
                work);
    }

    /** The clusters that were woken since this was asked last. */
    List<ClusterId> woken() {
        var ids = new ArrayList<ClusterId>();
        for (var next = woken.poll(); next != null; next = woken.poll()) {
            ids.add(next);
        }
        return ids;
    }

    private KubernetesRegionProperties properties(Map<String, String> others) {
        var properties = new HashMap<>(others);
        properties.put("kubeconfig", kubernetes.kubeconfig().toString());
        return bound(properties);
    }

    /** Properties of a region, by their names behind the region's. */
    static KubernetesRegionProperties bound(Map<String, String> region) {
        var properties = new HashMap<String, String>();
        properties.put("region.type", "kubernetes");
        properties.put("region.interval", "2s");
        region.forEach((name, value) -> properties.put("region." + name, value));
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("region", KubernetesRegionProperties.class)
                .get()
                .checked();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    private void close() {
        opened.forEach(KubernetesProvisioner::close);
        kubernetes.close();
    }
}
