package io.keydesk.provisioning.kubernetes.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApplyTests {

    @RegisterExtension
    static final FakeKubernetes KUBERNETES = FakeKubernetes.instant();

    private static final String SPACE = "apply";
    private static KubernetesClient client;

    private String name = "";

    @BeforeAll
    static void connect() {
        client = KUBERNETES.client();
        KUBERNETES.createNamespace(SPACE);
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    @Test
    void namesFieldAndManagerOfWhatSomebodyEdited() {
        apply("keydesk", set("a", 3));
        KUBERNETES.edit("statefulsets", SPACE, name, "{\"spec\": {\"replicas\": 5}}");

        var refusal = refusal(() -> apply("keydesk", set("a", 3)));

        assertThat(refusal.getCode()).isEqualTo(409);
        assertThat(refusal.getStatus().getReason()).isEqualTo("Conflict");
        assertThat(refusal.getStatus().getMessage())
                .isEqualTo(
                        "Apply failed with 1 conflict: conflict with \"kubectl-edit\" using apps/v1: .spec.replicas");
        assertThat(causes(refusal))
                .containsExactly("FieldManagerConflict conflict with \"kubectl-edit\" using apps/v1 .spec.replicas");
    }

    @Test
    void namesWhoeverAppliedAnotherValue() {
        apply("keydesk", set("a", 3));

        var refusal = refusal(() -> apply("helm", set("b", 3)));

        assertThat(causes(refusal))
                .containsExactly(
                        "FieldManagerConflict conflict with \"keydesk\" .spec.template.spec.containers[name=\"valkey\"].image");
    }

    @Test
    void takesOverByForceWhatConflicts() {
        apply("keydesk", set("a", 3));
        KUBERNETES.edit("statefulsets", SPACE, name, "{\"spec\": {\"replicas\": 5}}");

        force("keydesk", set("a", 3));

        assertThat(set().getSpec().getReplicas()).isEqualTo(3);
        apply("keydesk", set("a", 4));
        assertThat(set().getSpec().getReplicas()).isEqualTo(4);
    }

    @Test
    void agreesWithWhoeverAppliedTheSame() {
        apply("keydesk", set("a", 3));
        apply("helm", set("a", 3));

        assertThat(causes(refusal(() -> apply("keydesk", set("a", 4)))))
                .containsExactly("FieldManagerConflict conflict with \"helm\" .spec.replicas");
    }

    @Test
    void removesWhatItAppliedBeforeAndNobodyElseOwns() {
        apply("keydesk", data(Map.of("mine", "1", "shared", "1")));
        apply("helm", data(Map.of("shared", "1")));
        KUBERNETES.edit("configmaps", SPACE, name, "{\"data\": {\"edited\": \"1\"}}");

        apply("keydesk", data(Map.of("other", "1")));

        assertThat(map().getData()).containsOnlyKeys("other", "shared", "edited");
    }

    @Test
    void removesAnElementOfAListWithItsDefaults() {
        var two = set("a", 3).replace("      containers:", "      containers:\n      - {name: exporter, image: x:1}");
        apply("keydesk", two);
        assertThat(set().getSpec().getTemplate().getSpec().getContainers()).hasSize(2);

        apply("keydesk", set("a", 3));

        assertThat(set().getSpec().getTemplate().getSpec().getContainers())
                .extracting(container -> container.getName())
                .containsExactly("valkey");
    }

    @Test
    void removesAProbeWithItsDefaults() {
        apply("keydesk", set("a", 3) + "        livenessProbe: {exec: {command: [x]}}\n");
        assertThat(container().getLivenessProbe().getPeriodSeconds()).isEqualTo(10);

        apply("keydesk", set("a", 3));

        assertThat(container().getLivenessProbe()).isNull();
        assertThat(container().getTerminationMessagePath()).isNotEmpty();
    }

    @Test
    void keepsALabelThatSomebodyElseAdded() {
        apply("keydesk", set("a", 3));
        KUBERNETES.edit("statefulsets", SPACE, name, "{\"metadata\": {\"labels\": {\"team\": \"x\"}}}");

        apply("keydesk", set("b", 3));

        assertThat(set().getMetadata().getLabels()).containsEntry("team", "x");
    }

    @Test
    void writesNothingWhereNothingChanges() {
        var service = """
                apiVersion: v1
                kind: Service
                metadata: {name: same, namespace: apply}
                spec: {selector: {app: x}, ports: [{name: valkey, port: 6379}]}
                """;
        apply("keydesk", service);
        var before = KUBERNETES.object("services", SPACE, "same");

        apply("keydesk", service);

        assertThat(KUBERNETES.object("services", SPACE, "same")).isEqualTo(before);
    }

    @Test
    void countsChangesOfTheSpecificationOnly() {
        apply("keydesk", set("a", 3));

        apply("keydesk", set("a", 3).replace("  name: counts", "  annotations: {x: y}\n  name: counts"));
        assertThat(set().getMetadata().getGeneration()).isEqualTo(1);

        apply("keydesk", set("b", 3));
        assertThat(set().getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void tellsWhatWouldBeAndStoresNothing() {
        var absent = client.resource(map(Map.of("a", "1")))
                .dryRun()
                .fieldManager("keydesk")
                .serverSideApply();
        assertThat(absent.getMetadata().getResourceVersion()).isNull();
        assertThat(absent.getData()).containsEntry("a", "1");
        assertThat(map()).isNull();

        apply("keydesk", data(Map.of("a", "1", "b", "1")));
        var changed = client.resource(map(Map.of("a", "2")))
                .dryRun()
                .fieldManager("keydesk")
                .serverSideApply();
        assertThat(changed.getData()).containsExactlyEntriesOf(Map.of("a", "2"));
        assertThat(map().getData()).containsOnlyKeys("a", "b");
    }

    @Test
    void refusesAnApplyOfAnOldVersion() {
        apply("keydesk", data(Map.of("a", "1")));
        var old = map().getMetadata().getResourceVersion();
        apply("keydesk", data(Map.of("a", "2")));

        var stale = data(Map.of("a", "3")).replace("metadata:", "metadata:\n  resourceVersion: \"" + old + "\"");

        assertThat(refusal(() -> apply("keydesk", stale)).getMessage()).contains("the object has been modified");
    }

    @Test
    void showsWhoOwnsWhat() {
        apply("keydesk", data(Map.of("a", "1")));
        KUBERNETES.edit("configmaps", SPACE, name, "{\"data\": {\"b\": \"1\"}}");

        assertThat(map().getMetadata().getManagedFields())
                .extracting(entry -> entry.getManager() + " " + entry.getOperation() + " "
                        + entry.getFieldsV1().getAdditionalProperties())
                .containsExactlyInAnyOrder("keydesk Apply {f:data={f:a={}}}", "kubectl-edit Update {f:data={f:b={}}}");
    }

    private String set(String tag, int replicas) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: %s
                  namespace: apply
                spec:
                  replicas: %d
                  serviceName: x
                  podManagementPolicy: Parallel
                  updateStrategy: {type: OnDelete}
                  selector: {matchLabels: {app: x}}
                  template:
                    metadata: {labels: {app: x}}
                    spec:
                      containers:
                      - name: valkey
                        image: valkey:%s
                """.formatted(name, replicas, tag);
    }

    private String data(Map<String, String> data) {
        return client.getKubernetesSerialization().asYaml(map(data)).replace("---\n", "");
    }

    private ConfigMap map(Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(SPACE)
                .endMetadata()
                .withData(data)
                .build();
    }

    private static void apply(String manager, String yaml) {
        client.resource(yaml).fieldManager(manager).serverSideApply();
    }

    private static void force(String manager, String yaml) {
        client.resource(yaml).fieldManager(manager).forceConflicts().serverSideApply();
    }

    private StatefulSet set() {
        return client.apps().statefulSets().inNamespace(SPACE).withName(name).get();
    }

    private io.fabric8.kubernetes.api.model.Container container() {
        return set().getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private ConfigMap map() {
        return client.configMaps().inNamespace(SPACE).withName(name).get();
    }

    private static KubernetesClientException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(KubernetesClientException.class, call);
    }

    private static List<String> causes(KubernetesClientException refusal) {
        return refusal.getStatus().getDetails().getCauses().stream()
                .map(ApplyTests::text)
                .toList();
    }

    private static String text(StatusCause cause) {
        return "%s %s %s".formatted(cause.getReason(), cause.getMessage(), cause.getField());
    }
}
