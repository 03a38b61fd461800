package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.manifest.Premises;
import io.keydesk.provisioning.manifest.Premises.AntiAffinity;
import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.ClusterSurvey;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** The objects of a cluster applied by one plain client in the same order, and waited for, without keydesk. */
record BareKubernetes(FakeKubernetes kubernetes, KubernetesClient client) implements AutoCloseable {

    static final String SYSTEM = "valkey-system";

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Catalogue CATALOGUE = new Catalogue();

    private static final Premises PREMISES = new Premises(
            SYSTEM,
            "keydesk",
            null,
            Connection.DEFAULT_LABEL_PREFIX,
            "valkey/valkey:8.1.1-alpine",
            EngineVersion.parse("8.1.1"),
            null,
            List.of(),
            AntiAffinity.PREFERRED,
            Map.of(),
            List.of(),
            null,
            false);

    private static final Presence ALL = new Presence() {
        @Override
        public boolean hasNode(int index) {
            return true;
        }

        @Override
        public boolean hasSentinel(int index) {
            return true;
        }
    };

    static BareKubernetes of(FakeKubernetes kubernetes) {
        return new BareKubernetes(kubernetes, kubernetes.client());
    }

    /** Returns once three pods are ready and all six processes agree. */
    void up(String name) {
        var blueprint = blueprint(name);
        var ips = apply(blueprint);
        var pods = client.pods().inNamespace(SYSTEM);
        await("three pods are ready")
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_EVERY)
                .until(() -> nodes(blueprint).stream()
                        .allMatch(pod -> pods.withName(pod).isReady()));
        var members = IntStream.range(0, Blueprint.NODES)
                .mapToObj(index ->
                        new Member(index, new Address(ips.get(index), 6379), new Address(ips.get(index), 26379)))
                .toList();
        var survey = new ClusterSurvey(new AdminClient(blueprint.secrets().opsLogin(), Dialer.DIRECT), List.of());
        await("the six agree")
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_EVERY)
                .until(() -> survey.of(members, ALL).isSettled());
    }

    private static Blueprint blueprint(String name) {
        var settings = CATALOGUE.defaults(Purpose.SESSION_CACHE);
        var plan = CATALOGUE.storedPlan("xs");
        return new Blueprint(
                new DesiredCluster(
                        new ClusterId(UUID.randomUUID()),
                        new TenantSlug("demo"),
                        name,
                        "VK-1",
                        1,
                        new DesiredState("xs", List.of("shop"), settings, false)),
                name,
                plan,
                Directives.of(settings, plan, new Dialect(PREMISES.engine())),
                Secrets.generate(),
                PREMISES);
    }

    /** @return the addresses of the nodes */
    private List<String> apply(Blueprint blueprint) {
        var stored = Manifests.foundations(blueprint).stream().map(this::apply).toList();
        var ips = nodes(blueprint).stream()
                .flatMap(node -> stored.stream()
                        .filter(object -> object.getMetadata().getName().equals(node))
                        .filter(Service.class::isInstance)
                        .map(object -> ((Service) object).getSpec().getClusterIP()))
                .toList();
        apply(Manifests.addresses(blueprint, ips, true));
        Manifests.nodes(blueprint).forEach(this::apply);
        Manifests.published(blueprint).forEach(this::apply);
        return ips;
    }

    private HasMetadata apply(HasMetadata object) {
        return client.resource(object).fieldManager("plain").serverSideApply();
    }

    private static List<String> nodes(Blueprint blueprint) {
        return IntStream.range(0, Blueprint.NODES)
                .mapToObj(blueprint.names()::node)
                .toList();
    }

    /** How many objects there are to apply. */
    static int objects() {
        var blueprint = blueprint("any");
        var all = new ArrayList<HasMetadata>(Manifests.all(blueprint));
        all.add(Manifests.addresses(blueprint, List.of("127.0.0.1", "127.0.0.2", "127.0.0.3"), true));
        return all.size();
    }

    /** Deletes it and waits until its pods are gone. */
    void down(String name) {
        var blueprint = blueprint(name);
        Manifests.all(blueprint)
                .reversed()
                .forEach(object -> client.resource(object).delete());
        nodes(blueprint)
                .forEach(pod -> client.pods()
                        .inNamespace(SYSTEM)
                        .withName(pod)
                        .withGracePeriod(1)
                        .delete());
        await("pods are gone")
                .atMost(BOUND)
                .until(() -> nodes(blueprint).stream()
                        .allMatch(pod -> kubernetes.object("pods", SYSTEM, pod).isEmpty()));
    }

    @Override
    public void close() {
        client.close();
    }
}
