package io.keydesk.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ChartTests {

    private static final List<String> EXAMPLES = Chart.EXAMPLES;

    @Test
    void helmHasNothingAgainstIt() {
        var lint = new Helm(Chart.HOME).lint().strict().call();

        assertThat(lint.isFailed()).as(() -> lint.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void manifestsAreWhatTheirKindsAllow(String example) {
        assertThat(Chart.render(example)).isNotEmpty();
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void podsAreRestricted(String example) {
        assertThat(Manifest.all(Chart.render(example), Deployment.class).map(ChartTests::pod))
                .allSatisfy(pod -> assertThat(Restriction.violations(pod)).isEmpty());
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void secretsAreNamedAndNeverWritten(String example) throws IOException {
        var manifests = Chart.render(example);

        assertThat(Manifest.all(manifests, Secret.class)).allSatisfy(secret -> {
            assertThat(secret.getData()).isNullOrEmpty();
            assertThat(secret.getStringData()).isNullOrEmpty();
        });
        assertThat(Manifest.all(manifests, ConfigMap.class))
                .allSatisfy(map -> assertThat(map.getData().values()).noneMatch(text -> text.contains("password")));
        assertThat(Files.readString(Chart.values(example))).doesNotContainPattern("(?i)password: *\\S");
    }

    @Test
    void probesAskForHealthAndAStopFitsIntoItsTime() {
        var pod = pod(one("minimal", Deployment.class));
        var keydesk = keydesk(pod);

        assertThat(keydesk.getStartupProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
        assertThat(keydesk.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
        assertThat(keydesk.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
        assertThat(keydesk.getLifecycle().getPreStop().getSleep().getSeconds() + 20)
                .isLessThan(pod.getTerminationGracePeriodSeconds());
    }

    /** Nothing else can be written to, and none of it is taken for another's: each pod has its own. */
    @Test
    void homeAndTemporaryFilesAreWritable() {
        var pod = pod(one("minimal", Deployment.class));

        assertThat(keydesk(pod).getVolumeMounts())
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .extracting("mountPath")
                .containsExactly("/var/lib/keydesk", "/tmp");
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getEmptyDir() != null)
                .extracting("name")
                .containsExactly("home", "tmp");
    }

    @Test
    void tokenIsMountedOnlyForRegionsOfThisCluster() {
        var elsewhere =
                Chart.render(Chart.values("minimal"), Map.of("regions.main.kubeconfig.secretName", "main-kubeconfig"));

        assertThat(pod(one("minimal", Deployment.class)).getAutomountServiceAccountToken())
                .isTrue();
        assertThat(pod(Manifest.one(elsewhere, Deployment.class).orElseThrow()).getAutomountServiceAccountToken())
                .isFalse();
    }

    @Test
    void settingsAreWhatKeydeskReads() throws IOException {
        var settings = one("full", ConfigMap.class).getData().get("application.yaml");

        assertThat(settings).isEqualTo(expected("full-application.yaml"));
    }

    @Test
    void networkIsClosedButForWhatKeydeskNeeds() throws IOException {
        var policy = one("full", NetworkPolicy.class).getSpec();

        assertThat(new KubernetesSerialization().asYaml(policy)).isEqualTo(expected("full-network.yaml"));
    }

    @Test
    void healthAndMetricsAreNotPublished() {
        var paths = one("team", Ingress.class)
                .getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths();

        assertThat(paths)
                .extracting("path")
                .containsExactlyInAnyOrder("/", "/v1", "/docs", "/webjars", "/openapi.yaml");
        assertThat(paths)
                .filteredOn(path -> path.getPath().equals("/"))
                .extracting("pathType")
                .containsExactly("Exact");
    }

    @Test
    void namespaceOfClustersIsRestrictedAndOutlivesTheChart() {
        var metadata = one("minimal", Namespace.class).getMetadata();

        assertThat(metadata.getName()).isEqualTo("valkey-system");
        assertThat(metadata.getLabels()).containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(metadata.getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
    }

    @Test
    void oneInstanceNeedsNoBudget() {
        assertThat(Manifest.one(Chart.render("minimal"), PodDisruptionBudget.class))
                .isPresent();
        assertThat(Manifest.one(
                        Chart.render(Chart.values("minimal"), Map.of("replicas", 1)), PodDisruptionBudget.class))
                .isEmpty();
    }

    @Test
    void metricsAreReadWherePrometheusIsTold() {
        assertThat(Manifest.one(Chart.render("minimal"), GenericKubernetesResource.class))
                .isEmpty();
        assertThat(one("full", GenericKubernetesResource.class).getKind()).isEqualTo("ServiceMonitor");
    }

    /** Else the chart would ask for an image that nobody has built. */
    @Test
    void versionIsThatOfTheBuild() throws IOException {
        var chart = Manifest.yaml().<Map<String, Object>>load(Files.readString(Chart.HOME.resolve("Chart.yaml")));

        assertThat(chart).containsEntry("appVersion", System.getProperty("keydesk.version"));
    }

    @Test
    void readmeNamesEveryValue() throws IOException {
        var values = Manifest.yaml().<Map<String, Object>>load(Files.readString(Chart.HOME.resolve("values.yaml")));

        assertThat(Files.readString(Chart.HOME.resolve("README.md")))
                .contains(values.keySet().stream().map(key -> "`" + key).toList());
    }

    private static <T extends HasMetadata> T one(String example, Class<T> type) {
        return Manifest.one(Chart.render(example), type).orElseThrow();
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static Container keydesk(PodSpec pod) {
        return pod.getContainers().getFirst();
    }

    private static String expected(String file) throws IOException {
        return Files.readString(Path.of("src/test/resources/io/keydesk/deploy", file));
    }
}
