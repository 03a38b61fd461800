package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Password;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.tenant.TenantSlug;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster and its region as {@code in.yaml} of a folder describes them. */
record Scenario(
        String cluster,
        String base,
        UUID id,
        String tenant,
        String ticket,
        int revision,
        String plan,
        List<String> namespaces,
        @Nullable Map<String, String> settings,
        Given premises,
        List<String> clusterIps,
        boolean first) {

    static final Path FOLDER = Path.of("src/test/resources/io/keydesk/provisioning/manifest");

    /** The same in every run, so that what is made of them can be compared. */
    static final Secrets SECRETS =
            new Secrets(password("a"), password("b"), password("c"), password("d"), password("e"));

    /** What {@link Premises} are made of, where all that may be missing is. */
    record Given(
            String namespace,
            String operatorNamespace,
            @Nullable String monitoringNamespace,
            String accessLabelPrefix,
            String image,
            String engine,
            @Nullable String exporterImage,
            @Nullable List<String> pullSecrets,
            Premises.AntiAffinity antiAffinity,
            @Nullable Map<String, String> nodeSelector,
            @Nullable List<Toleration> tolerations,
            @Nullable String storageClass,
            boolean monitors) {

        Premises premises() {
            return new Premises(
                    namespace,
                    operatorNamespace,
                    monitoringNamespace,
                    accessLabelPrefix,
                    image,
                    EngineVersion.parse(engine),
                    exporterImage,
                    Objects.requireNonNullElse(pullSecrets, List.of()),
                    antiAffinity,
                    Objects.requireNonNullElse(nodeSelector, Map.of()),
                    Objects.requireNonNullElse(tolerations, List.of()),
                    storageClass,
                    monitors);
        }
    }

    static Scenario read(String name) {
        try (var in = Files.newInputStream(FOLDER.resolve(name).resolve("in.yaml"))) {
            return new KubernetesSerialization().unmarshal(in, Scenario.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all. */
    static List<String> all() {
        try (var folders = Files.list(FOLDER)) {
            return folders.filter(folder -> Files.exists(folder.resolve("in.yaml")))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Blueprint blueprint() {
        var catalogue = new Catalogue();
        var values = new TreeMap<>(catalogue.defaults(Purpose.OTHER));
        values.putAll(Objects.requireNonNullElse(settings, Map.of()));
        var given = premises.premises();
        var desired = new DesiredCluster(
                new ClusterId(id),
                new TenantSlug(tenant),
                cluster,
                ticket,
                revision,
                new DesiredState(plan, namespaces, values, false));
        var chosen = catalogue.storedPlan(plan);
        var directives = Directives.of(values, chosen, new Dialect(given.engine()));
        return new Blueprint(desired, base, chosen, directives, SECRETS, given);
    }

    ConfigMap addresses() {
        return Manifests.addresses(blueprint(), clusterIps, first);
    }

    List<HasMetadata> objects() {
        return Stream.concat(Manifests.all(blueprint()).stream(), Stream.of(addresses()))
                .toList();
    }

    private static Password password(String digit) {
        return new Password(digit.repeat(Password.LENGTH));
    }
}
