package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Labels;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Kubernetes of the environment variable {@code KUBECONFIG}, and three namespaces of it that are made for a test and removed
 * after it; for all tests of a class where the field is static. Whatever keeps keydesk from working there fails the test, in
 * a sentence.
 *
 * <p>System properties that begin with {@code kube-api.} are properties of the region: {@code -Dkube-api.image=…},
 * {@code -Dkube-api.registry=…}, {@code -Dkube-api.reach=port-forward}. Where the test itself runs in a pod and connects to
 * nodes directly, {@code kube-api.operator-namespace} says in which namespace.
 */
public final class KubeApi implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    static final String VARIABLE = "KUBECONFIG";

    private static final String PROPERTIES = "kube-api.";
    private static final long AT_ONCE = 1;

    private final String value;
    private final Properties system;
    private @Nullable Opened opened;
    private boolean shared;

    /** @param made the namespaces that are there by now */
    private record Opened(
            KubernetesClient client, Path kubeconfig, String namespace, String tenantNamespace, List<String> made) {}

    public KubeApi() {
        this(Objects.requireNonNullElse(System.getenv(VARIABLE), ""), System.getProperties());
    }

    /** @param value of the variable */
    KubeApi(String value, Properties system) {
        this.value = value;
        this.system = system;
    }

    public KubernetesClient client() {
        return opened().client();
    }

    /** In which clusters run. */
    public String namespace() {
        return opened().namespace();
    }

    /** Where a tenant reads. */
    public String tenantNamespace() {
        return opened().tenantNamespace();
    }

    /** Where it may read as well. */
    public String otherTenantNamespace() {
        return tenantNamespace() + "-too";
    }

    /** What a region is told that works in these namespaces, and in no others. */
    public Map<String, String> properties() {
        var properties = new TreeMap<String, String>();
        properties.put("type", KubernetesRegion.TYPE);
        properties.put("kubeconfig", opened().kubeconfig().toString());
        properties.put("namespace", namespace());
        properties.put("tenant-namespaces", tenantNamespace() + "," + otherTenantNamespace());
        system.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PROPERTIES))
                .forEach(name -> properties.put(name.substring(PROPERTIES.length()), system.getProperty(name)));
        return properties;
    }

    private Opened opened() {
        return Objects.requireNonNull(opened, "not open");
    }

    void open() {
        var kubeconfig = kubeconfig();
        var client = connected(kubeconfig);
        var name = "keydesk-test-%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
        opened = new Opened(client, kubeconfig, name, name + "-shop", new ArrayList<>());
        try {
            for (var namespace : List.of(namespace(), tenantNamespace(), otherTenantNamespace())) {
                attempt(
                        "create namespace " + namespace,
                        () -> client.resource(restricted(namespace)).create());
                opened().made().add(namespace);
                attempt(
                        "apply objects in namespace " + namespace,
                        () -> client.resource(new ConfigMapBuilder()
                                        .withNewMetadata()
                                        .withName("tried-out")
                                        .withNamespace(namespace)
                                        .endMetadata()
                                        .build())
                                .dryRun()
                                .fieldManager(Labels.KEYDESK)
                                .serverSideApply());
            }
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private Path kubeconfig() {
        if (value.contains(File.pathSeparator)) {
            throw unusable(
                    "it names several files, and a region has one: merge them by kubectl config view --flatten.");
        }
        var file = Path.of(value);
        if (!Files.isReadable(file)) {
            throw unusable("it names %s, which is no file that can be read.".formatted(file));
        }
        return file;
    }

    private KubernetesClient connected(Path kubeconfig) {
        try {
            var client = ApiServer.client(kubeconfig, system.getProperty(PROPERTIES + "context"));
            client.getKubernetesVersion();
            return client;
        } catch (KubernetesClientException e) {
            throw unusable("it names an API server that %s: %s"
                    .formatted(Troubles.isSilence(e) ? "does not answer" : "refuses", Troubles.words(e)));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw unusable("no client can be made of it: " + Troubles.words(e));
        }
    }

    private static void attempt(String what, Runnable request) {
        try {
            request.run();
        } catch (KubernetesClientException e) {
            throw unusable("it cannot %s: %s".formatted(what, Troubles.words(e)));
        }
    }

    private static AssertionError unusable(String why) {
        return new AssertionError("The Kubernetes of KUBECONFIG cannot be used: " + why);
    }

    /** As strict as namespaces of production should be. */
    private static Namespace restricted(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                .endMetadata()
                .build();
    }

    /** Whatever is left in the namespaces goes with them; pods need not hand over any more. */
    void close() {
        try (var client = client()) {
            for (var namespace : opened().made()) {
                client.namespaces().withName(namespace).delete();
                client.pods().inNamespace(namespace).withGracePeriod(AT_ONCE).delete();
            }
        } finally {
            opened = null;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
        open();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!shared) {
            open();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared && opened != null) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (opened != null) {
            close();
        }
    }
}
