package io.keydesk.provisioning.kubernetes.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the API server adds to objects, and what it refuses. */
class ServedObjectsTests {

    @RegisterExtension
    static final FakeKubernetes KUBERNETES = FakeKubernetes.instant();

    private static KubernetesClient client;

    @BeforeAll
    static void connect() {
        client = KUBERNETES.client();
        KUBERNETES.createNamespace("served");
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Test
    void saysItsVersion() {
        assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("36");
    }

    @Test
    void refusesToWriteIntoANamespaceThatDoesNotExist() {
        assertThatThrownBy(() -> client.resource(map("nowhere", "x")).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, refusal -> {
                    assertThat(refusal.getCode()).isEqualTo(404);
                    assertThat(refusal.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
                    assertThat(refusal.getStatus().getDetails().getKind()).isEqualTo("namespaces");
                });
    }

    @Test
    void givesServicesAddressesOfTheirOwn() {
        var first = service("addressed-1", "");
        var second = service("addressed-2", "");
        var headless = service("addressed-3", "clusterIP: None,");

        assertThat(first.getSpec().getClusterIP())
                .startsWith("127.")
                .isNotEqualTo(second.getSpec().getClusterIP());
        assertThat(headless.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(first.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(first.getSpec().getPorts().getFirst().getProtocol()).isEqualTo("TCP");
        assertThat(first.getSpec().getPorts().getFirst().getTargetPort()).isEqualTo(new IntOrString(6379));
    }

    @Test
    void addsWhatAStatefulSetLeavesOut() {
        client.resource(set("defaults")).create();

        var spec = set("served", "defaults").getSpec();
        assertThat(spec.getRevisionHistoryLimit()).isEqualTo(10);
        assertThat(spec.getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
                .isEqualTo("Retain");
        var pod = spec.getTemplate().getSpec();
        assertThat(pod.getVolumes().getFirst().getConfigMap().getDefaultMode()).isEqualTo(0644);
        var container = pod.getContainers().getFirst();
        assertThat(container.getImagePullPolicy()).isEqualTo("IfNotPresent");
        assertThat(container.getReadinessProbe().getFailureThreshold()).isEqualTo(3);
        assertThat(container.getResources().getRequests().get("cpu")).hasToString("500m");
        assertThat(container.getResources().getRequests().get("memory")).hasToString("1Gi");
    }

    @Test
    void refusesToChangeWhatIsFixed() {
        client.resource(set("fixed")).create();

        assertThatThrownBy(() ->
                        KUBERNETES.edit("statefulsets", "served", "fixed", "{\"spec\": {\"serviceName\": \"y\"}}"))
                .hasMessageContaining(
                        "StatefulSet.apps \"fixed\" is invalid: spec: Forbidden: updates to statefulset spec");
    }

    @Test
    void refusesALabelThatIsTooLong() {
        var map = new ConfigMapBuilder(map("served", "labelled"))
                .editMetadata()
                .withLabels(Map.of("tenant", "x".repeat(64)))
                .endMetadata()
                .build();

        assertThatThrownBy(() -> client.resource(map).create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo(422));
    }

    @Test
    void refusesWhatAPolicyForbids() {
        KUBERNETES
                .admission()
                .refuse(object -> object.at("/metadata/name").asText().equals("forbidden"), "exceeded quota: maps");

        assertThatThrownBy(() ->
                        client.resource(map("served", "forbidden")).dryRun().create())
                .isInstanceOfSatisfying(KubernetesClientException.class, refusal -> {
                    assertThat(refusal.getCode()).isEqualTo(403);
                    assertThat(refusal.getStatus().getMessage())
                            .isEqualTo("configmaps \"forbidden\" is forbidden: exceeded quota: maps");
                });
    }

    @Test
    void refusesToReplaceAnOldVersion() {
        var old = client.resource(map("served", "replaced")).create();
        KUBERNETES.edit("configmaps", "served", "replaced", "{\"data\": {\"a\": \"2\"}}");

        assertThatThrownBy(() -> client.resource(old).update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo(409));
    }

    @Test
    void keepsPlainSecretsAsData() {
        client.resource("""
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: s, namespace: served}
                        stringData: {a: b}
                        """).fieldManager("keydesk").serverSideApply();

        var secret = client.secrets().inNamespace("served").withName("s").get();
        assertThat(secret.getData()).containsExactlyEntriesOf(Map.of("a", "Yg=="));
        assertThat(secret.getType()).isEqualTo("Opaque");
    }

    @Test
    void listsByLabelsAndInParts() {
        for (var i = 0; i < 5; i++) {
            client.resource(new ConfigMapBuilder(map("served", "listed-" + i))
                            .editMetadata()
                            .withLabels(Map.of("listed", i == 4 ? "no" : "yes"))
                            .endMetadata()
                            .build())
                    .create();
        }

        var maps = client.configMaps().inNamespace("served");
        assertThat(maps.withLabel("listed", "yes").list().getItems()).hasSize(4);
        assertThat(maps.withLabelIn("listed", "no", "perhaps").list().getItems())
                .hasSize(1);
        assertThat(maps.withLabel("listed").withoutLabel("listed", "no").list().getItems())
                .hasSize(4);
        var first = maps.withLabel("listed", "yes")
                .list(new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                        .withLimit(3L)
                        .build());
        assertThat(first.getItems()).hasSize(3);
        assertThat(maps.withLabel("listed", "yes")
                        .list(new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                                .withLimit(3L)
                                .withContinue(first.getMetadata().getContinue())
                                .build())
                        .getItems())
                .hasSize(1);
    }

    @Test
    void servesOnlyKindsThatAreDefined() {
        assertThat(client.supports("monitoring.coreos.com/v1", "ServiceMonitor"))
                .isFalse();

        KUBERNETES.define("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor");

        assertThat(client.supports("monitoring.coreos.com/v1", "ServiceMonitor"))
                .isTrue();
    }

    private static ConfigMap map(String namespace, String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .addToData("a", "1")
                .build();
    }

    private static Service service(String name, String more) {
        return (Service) client.resource("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: %s, namespace: served}
                        spec: {%s selector: {app: x}, ports: [{name: valkey, port: 6379}]}
                        """.formatted(name, more)).create();
    }

    private static String set(String name) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: %s, namespace: served}
                spec:
                  serviceName: x
                  selector: {matchLabels: {app: x}}
                  template:
                    metadata: {labels: {app: x}}
                    spec:
                      volumes: [{name: config, configMap: {name: x}}]
                      containers:
                      - name: valkey
                        image: valkey:8
                        readinessProbe: {exec: {command: [x]}}
                        resources: {requests: {cpu: "0.5", memory: 1024Mi}}
                """.formatted(name);
    }

    private static StatefulSet set(String namespace, String name) {
        return client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(name)
                .get();
    }
}
