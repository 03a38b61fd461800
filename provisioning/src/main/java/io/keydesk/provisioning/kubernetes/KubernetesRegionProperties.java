package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.Toleration;
import io.keydesk.provisioning.manifest.Premises;
import io.keydesk.provisioning.manifest.Premises.AntiAffinity;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A region that is a Kubernetes cluster, {@code keydesk.regions.<name>.*}.
 *
 * @param type {@code kubernetes}
 * @param kubeconfig file that says how to reach the API server; without it, the service account of the pod that keydesk
 *     runs in
 * @param context of the kubeconfig; without it, its current one
 * @param namespace in which clusters run
 * @param operatorNamespace in which keydesk runs: from there nodes may be reached
 * @param tenantNamespaces patterns of namespaces that tenants may name, with {@code *} for any letters and {@code {tenant}}
 *     for the tenant's slug
 * @param antiAffinity whether two nodes of a cluster never share a machine ({@code required}), or only if need be
 *     ({@code preferred})
 * @param image of Valkey, with a tag or digest
 * @param valkeyVersion which version that is, where its tag does not tell
 * @param furtherImages of other versions of Valkey, to which clusters can be upgraded; their tags tell the version
 * @param registry put before the names of images, such as {@code registry.example.com/mirror}
 * @param exporterImage of what gives metrics of a node; without it none runs
 * @param pullSecrets Secrets of the namespace by which images are pulled
 * @param nodeSelector labels of the machines on which clusters run
 * @param tolerations of taints of those machines
 * @param storageClass of volumes of clusters that keep their data on disk; without it, the default one
 * @param accessLabelPrefix of the label that lets pods in
 * @param monitoringNamespace from which metrics are read
 * @param reach how keydesk connects to nodes: {@code direct}, by {@code port-forward}, or {@code auto} for what works
 * @param interval between two looks at a healthy cluster; what happens to it makes a look come at once
 */
record KubernetesRegionProperties(
        String type,
        @Nullable Path kubeconfig,
        @Nullable String context,
        @DefaultValue("valkey-system") String namespace,
        @DefaultValue("keydesk") String operatorNamespace,
        @DefaultValue("*") List<String> tenantNamespaces,
        @DefaultValue("preferred") AntiAffinity antiAffinity,

        @DefaultValue("valkey/valkey:8.1.1-alpine") String image,

        @Nullable String valkeyVersion,
        @DefaultValue List<String> furtherImages,
        @Nullable String registry,
        @Nullable String exporterImage,
        @DefaultValue List<String> pullSecrets,
        @DefaultValue Map<String, String> nodeSelector,
        @DefaultValue List<Toleration> tolerations,
        @Nullable String storageClass,
        @DefaultValue(Connection.DEFAULT_LABEL_PREFIX) String accessLabelPrefix,
        @Nullable String monitoringNamespace,
        @DefaultValue("auto") Reach reach,
        @DefaultValue("30s") Duration interval) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    enum Reach {
        AUTO,
        DIRECT,
        PORT_FORWARD
    }

    /** @param monitors whether the kinds of the Prometheus operator are known there */
    Premises premises(boolean monitors) {
        return new Premises(
                namespace,
                operatorNamespace,
                monitoringNamespace,
                accessLabelPrefix,
                located(image),
                EngineVersion.parse(version()),
                exporterImage == null ? null : located(exporterImage),
                pullSecrets,
                antiAffinity,
                nodeSelector,
                tolerations,
                storageClass,
                monitors);
    }

    /** What clusters can run, oldest first. */
    List<Engine> engines() {
        return images().keySet().stream()
                .map(version -> new Engine("valkey", version.toString(), false))
                .toList();
    }

    /** The same premises for a cluster of this version; nothing if all that there is is older. */
    Optional<Premises> premises(Premises usual, @Nullable String version) {
        if (version == null) {
            return Optional.of(usual);
        }
        return Optional.ofNullable(images().ceilingEntry(Version.parse(version)))
                .map(entry ->
                        usual.running(located(entry.getValue()), entry.getKey().engine()));
    }

    /** By the versions in them. */
    private NavigableMap<Version, String> images() {
        var images = new TreeMap<Version, String>();
        furtherImages.forEach(further -> images.put(taggedVersion(further), further));
        images.put(Version.parse(version()), image);
        return images;
    }

    private static Version taggedVersion(String image) {
        var name = image.split("@", 2)[0];
        return Version.find(name.substring(name.lastIndexOf(':') + 1).split("-", 2)[0])
                .orElseThrow(() -> new IllegalArgumentException(
                        "the image %s of further-images does not tell which version of Valkey it holds: give it the tag of a version"
                                .formatted(image)));
    }

    private String located(String name) {
        return registry == null || registry.isBlank() ? name : registry + "/" + name;
    }

    /** Major, minor and patch of the Valkey in the image. */
    String version() {
        var tag = image.substring(image.lastIndexOf(':') + 1).split("[-@]", 2)[0];
        var version = valkeyVersion == null ? tag : valkeyVersion;
        if (!version.matches("[0-9]+\\.[0-9]+(\\.[0-9]+)?")) {
            throw new IllegalArgumentException(
                    "the image %s does not tell which version of Valkey it holds: say it by valkey-version"
                            .formatted(image));
        }
        return version;
    }

    /** Which namespaces tenants may name: never those of Kubernetes itself, of clusters, and of keydesk. */
    Namespaces namespaces() {
        var refused = Stream.of(
                        Stream.of("default", "kube-*", namespace, operatorNamespace),
                        Stream.ofNullable(monitoringNamespace))
                .flatMap(names -> names)
                .distinct()
                .toList();
        return new Namespaces(tenantNamespaces, refused);
    }

    /** @throws IllegalArgumentException with a sentence, if no region can be made of these */
    KubernetesRegionProperties checked() {
        var usual = premises(false);
        images().forEach((version, image) -> usual.running(located(image), version.engine()));
        namespaces();
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("interval must be at least %s".formatted(SHORTEST));
        }
        return this;
    }
}
