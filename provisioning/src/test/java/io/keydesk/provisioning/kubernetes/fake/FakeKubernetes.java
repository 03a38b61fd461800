package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Kubernetes 1.36 within this JVM, behind real HTTP on a loopback address of its own. It runs from when it is made until
 * it is closed; as a JUnit extension it closes itself, after the class when its field is static, else after the test.
 *
 * <p>What is like the real one, and what is not, stands in the package's description.
 */
public final class FakeKubernetes implements AutoCloseable, BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final Addresses addresses = Addresses.claim();
    private final ObjectStore store = new ObjectStore();
    private final Resources resources = new Resources();
    private final Admission admission = new Admission();
    private final Machines machines = new Machines();
    private final Faults faults = new Faults();
    private final RequestLog requests = new RequestLog();
    private final Writes writes = new Writes(store, addresses, admission);
    private final Garbage garbage = new Garbage(store, writes, resources);
    private final StatefulSets statefulSets;
    private final PodRunner pods;
    private final ApiServer api;
    private final Listener listener;
    private final Path kubeconfig;
    private boolean shared;

    private FakeKubernetes(Tempo tempo, Function<FakeKubernetes, PodRunner> pods) {
        this.statefulSets = new StatefulSets(store, writes, tempo);
        this.pods = pods.apply(this);
        this.api = new ApiServer(store, writes, resources, faults, requests, this.pods::address);
        this.listener = new Listener(addresses.api(), api);
        this.kubeconfig = writeKubeconfig();
        createNamespace("default");
        createNamespace("kube-system");
        listener.open();
    }

    /** Whose pods run: their scripts in a real shell, and the Valkey of this machine. */
    public static FakeKubernetes withPods(Tempo tempo) {
        return new FakeKubernetes(
                tempo, fake -> new Kubelet(fake.store, fake.writes, fake.addresses, fake.machines, tempo));
    }

    /** Whose pods are ready at once, and of which nothing runs. */
    public static FakeKubernetes instant() {
        return new FakeKubernetes(
                Tempo.FAST, fake -> new InstantPods(fake.store, fake.writes, fake.addresses, fake.machines));
    }

    /** How to reach it, for a client. */
    public Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withNamespace("default")
                .build();
    }

    /** A new client, which the caller closes. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    public String url() {
        var address = addresses.api();
        return "http://%s:%d".formatted(address.getHostString(), address.getPort());
    }

    /** How to reach it, as a file with the one context {@code fake}. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** What clients asked for. */
    public RequestLog requests() {
        return requests;
    }

    /** What goes wrong between clients and the API server. */
    public Faults faults() {
        return faults;
    }

    /** What the API server refuses to take. */
    public Admission admission() {
        return admission;
    }

    /** What the machines cannot do. */
    public Machines machines() {
        return machines;
    }

    public void createNamespace(String name) {
        writes.create(Resources.NAMESPACE.named("", name), Json.object(), WriteOptions.by("kubectl-create"));
    }

    /** From now on this kind is served, as when its definition is installed. */
    public void define(String group, String version, String plural, String kind) {
        resources.add(new Resource(group, version, plural, kind, true, true));
    }

    /** Connections to the API server are refused from now on, and those that stand are cut. */
    public void goAway() {
        listener.close();
    }

    /** The API server is back. */
    public void comeBack() {
        listener.open();
    }

    /** All watches end with 410 Gone, and what happened before is not known any more. */
    public void expireWatches() {
        api.expireWatches();
    }

    /** All watches end, as from time to time they do. */
    public void closeWatches() {
        api.closeWatches();
    }

    /** Kills a container with all its processes; its pod restarts it. */
    public void kill(String namespace, String pod, String container) {
        running(namespace, pod, container).kill();
    }

    /** Stops a container's processes in the middle of what they do. */
    public void freeze(String namespace, String pod, String container) {
        running(namespace, pod, container).freeze();
    }

    public void resume(String namespace, String pod, String container) {
        running(namespace, pod, container).resume();
    }

    /** Deletes a pod; without any grace it is deleted by force. */
    public void deletePod(String namespace, String name, long grace) {
        writes.delete(Resources.POD.named(namespace, name), new DeleteOptions(grace, "Background", null, null, false));
    }

    /**
     * Changes an object as somebody does with {@code kubectl edit}, who owns then what they changed.
     *
     * @param plural of its kind, such as {@code statefulsets}
     * @param patch a merge patch
     */
    public void edit(String plural, String namespace, String name, String patch) {
        writes.patch(
                resource(plural).named(namespace, name),
                "",
                "application/merge-patch+json",
                Json.read(patch.getBytes(StandardCharsets.UTF_8)),
                WriteOptions.by("kubectl-edit"));
    }

    /** Applies an object as a client does, without the way over HTTP: for thousands of them. */
    public JsonNode apply(HasMetadata object, String manager) {
        var body = Json.of(object);
        var key = resources.all().stream()
                .filter(resource -> resource.kind().equals(object.getKind())
                        && resource.apiVersion().equals(object.getApiVersion()))
                .map(resource -> resource.named(
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName()))
                .findFirst()
                .orElseThrow();
        return writes.apply(key, "", body, WriteOptions.by(manager)).object().tree();
    }

    /** Deletes an object behind the back of whoever made it. */
    public void delete(String plural, String namespace, String name) {
        writes.delete(resource(plural).named(namespace, name), DeleteOptions.BACKGROUND);
    }

    /** An object as it is stored. */
    public Optional<JsonNode> object(String plural, String namespace, String name) {
        return store.get(resource(plural).named(namespace, name)).map(object -> Json.parse(object.rendered()));
    }

    /** What a container wrote, over all its runs. */
    public String log(String namespace, String pod, String container) {
        try {
            var log = pods.log(Resources.POD.named(namespace, pod), container);
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunningContainer running(String namespace, String pod, String container) {
        return pods.running(Resources.POD.named(namespace, pod), container)
                .orElseThrow(() -> new IllegalStateException("%s of %s does not run".formatted(container, pod)));
    }

    private Resource resource(String plural) {
        return resources.all().stream()
                .filter(resource -> resource.plural().equals(plural))
                .findFirst()
                .orElseThrow();
    }

    private Path writeKubeconfig() {
        try {
            var file = Files.createTempFile("fake-kubernetes", ".kubeconfig");
            Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    current-context: fake
                    clusters: [{name: fake, cluster: {server: "%s"}}]
                    users: [{name: fake, user: {token: fake}}]
                    contexts: [{name: fake, context: {cluster: fake, user: fake, namespace: default}}]
                    """.formatted(url()));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Ends all that runs, and removes all files; once is enough. */
    @Override
    public void close() {
        listener.close();
        statefulSets.close();
        garbage.close();
        pods.close();
        addresses.close();
        try {
            Files.deleteIfExists(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
