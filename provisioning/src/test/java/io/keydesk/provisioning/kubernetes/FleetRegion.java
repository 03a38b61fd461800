package io.keydesk.provisioning.kubernetes;

import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.service.cluster.ClusterId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What keydesk does in Kubernetes for a fleet that is well, in a virtual machine of its own: it knows all objects, compares
 * them, and listens to a Sentinel of each cluster. Nothing of a desk is in it, nor what nodes are asked.
 */
public final class FleetRegion implements AutoCloseable {

    private static final Duration SYNCED = Duration.ofMinutes(10);

    private static final List<Step<? super KubernetesSite>> STEPS =
            List.of(new ClaimStep(), new NamespacesStep(), new ObjectsStep(), new PodsStep());

    private final int clusters;
    private final KubernetesRegion region;
    private final NodeNetwork network;
    private final SwitchWatches switches = new SwitchWatches((_, _) -> {});
    private final Map<ClusterId, KubernetesCluster> known = new ConcurrentHashMap<>();

    private FleetRegion(Path kubeconfig, int clusters) {
        var properties = Fleet.properties(kubeconfig);
        this.clusters = clusters;
        this.network = new NodeNetwork(properties, Clock.systemUTC());
        this.region = new KubernetesRegion("fleet", properties, Clock.systemUTC(), (_, _) -> {});
    }

    /**
     * Answers each {@code sync} once all objects are known, each {@code look} once those of every cluster were compared, and
     * each {@code listen} at once.
     *
     * @param arguments the kubeconfig of a {@link FleetKubernetes}, the port of its Sentinels, and how many clusters it holds
     */
    public static void main(String... arguments) throws IOException {
        var answers = Answers.open();
        try (var region = new FleetRegion(Path.of(arguments[0]), Integer.parseInt(arguments[2]))) {
            int port = Integer.parseInt(arguments[1]);
            answers.give("opened", question -> {
                switch (question) {
                    case "sync" -> region.sync();
                    case "look" -> region.look();
                    case "listen" -> region.listen(new Address("127.0.0.1", port));
                    default -> throw new IllegalArgumentException(question);
                }
                return question;
            });
        }
    }

    private void sync() {
        await("everything is known")
                .atMost(SYNCED)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> region.link().isPresent());
    }

    /**
     * On all processors, as jobs do it.
     *
     * @throws IllegalStateException if there is anything to do for a cluster
     */
    private void look() {
        IntStream.rangeClosed(1, clusters).parallel().forEach(this::look);
    }

    private void look(int number) {
        var site = site(number);
        for (var step : STEPS) {
            var result = step.take(site);
            if (!(result instanceof Step.Done)) {
                throw new IllegalStateException(
                        "%s: %s, %s".formatted(site.desired().name(), result, new ObjectKeeper(site).findings()));
            }
        }
    }

    private void listen(Address sentinels) {
        for (int number = 1; number <= clusters; number++) {
            var site = site(number);
            var members = site.members().stream()
                    .map(member -> new Member(member.index(), member.node(), sentinels))
                    .toList();
            switches.watch(site.desired().id(), site.client(), members);
        }
    }

    private KubernetesSite site(int number) {
        var desired = Fleet.cluster(number);
        var link = region.link().orElseThrow();
        return new KubernetesSite(
                link,
                desired,
                Fleet.plan(desired),
                known.computeIfAbsent(desired.id(), id -> new KubernetesCluster(id, Clock.systemUTC())),
                network.dialer(link, desired.id()));
    }

    @Override
    public void close() {
        switches.close();
        region.close();
        network.close();
    }
}
