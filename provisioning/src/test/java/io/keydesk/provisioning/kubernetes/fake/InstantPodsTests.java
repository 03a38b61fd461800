package io.keydesk.provisioning.kubernetes.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of StatefulSets, and what becomes of their pods. */
class InstantPodsTests {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @RegisterExtension
    final FakeKubernetes kubernetes = FakeKubernetes.instant();

    private KubernetesClient client;

    @BeforeEach
    void connect() {
        client = kubernetes.client();
        kubernetes.createNamespace("pods");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void makesAllPodsAtOnceAndReady() {
        apply(set("a"));

        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);
        assertThat(pod(1).getMetadata().getLabels())
                .containsEntry("statefulset.kubernetes.io/pod-name", "x-1")
                .containsEntry("apps.kubernetes.io/pod-index", "1")
                .containsEntry("controller-revision-hash", status().getUpdateRevision());
        assertThat(pod(1).getMetadata().getAnnotations()).containsEntry("from", "template");
        assertThat(pod(1).getStatus().getPodIP()).startsWith("127.");
    }

    @Test
    void renewsAPodOnlyWhenItIsDeleted() {
        apply(set("a"));
        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);

        apply(set("b"));
        await().atMost(BOUND).until(() -> status().getUpdatedReplicas() == 0);
        client.pods().inNamespace("pods").withName("x-2").delete();

        await().atMost(BOUND).until(() -> status().getUpdatedReplicas() == 1 && status().getReadyReplicas() == 3);
        assertThat(pod(2).getSpec().getContainers().getFirst().getImage()).isEqualTo("valkey:b");
        assertThat(pod(0).getSpec().getContainers().getFirst().getImage()).isEqualTo("valkey:a");
    }

    @Test
    void keepsTheOrdinalsThatItIsToldOnly() {
        apply(set("a"));
        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);

        apply(set("a").replace("replicas: 3", "replicas: 1\n  ordinals: {start: 1}"));

        await().atMost(BOUND)
                .until(() -> client.pods().inNamespace("pods").list().getItems().stream()
                        .map(pod -> pod.getMetadata().getName())
                        .toList()
                        .equals(List.of("x-1")));
    }

    @Test
    void endsPodsWithTheirSet() {
        apply(set("a"));
        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);

        client.apps().statefulSets().inNamespace("pods").withName("x").delete();

        await().atMost(BOUND)
                .until(() -> client.pods().inNamespace("pods").list().getItems().isEmpty());
    }

    @Test
    void tellsWhichPodAPolicyRefuses() {
        kubernetes.admission().refuseKind("Pod", "exceeded quota: small");

        apply(set("a"));

        await().atMost(BOUND)
                .until(
                        () -> messages("FailedCreate")
                                .contains(
                                        "create Pod x-0 in StatefulSet x failed error: pods \"x-0\" is forbidden: exceeded quota: small"));
        kubernetes.admission().refuseNothing();
        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);
    }

    @Test
    void tellsThatNoMachineHasRoom() {
        kubernetes.machines().haveNoRoomFor(_ -> true, "0/3 nodes are available: 3 Insufficient memory.");

        apply(set("a"));

        await().atMost(BOUND)
                .until(() -> condition(0, "PodScheduled")
                        .filter(condition -> condition.getStatus().equals("False"))
                        .isPresent());
        assertThat(condition(0, "PodScheduled").orElseThrow())
                .extracting(PodCondition::getReason, PodCondition::getMessage)
                .containsExactly("Unschedulable", "0/3 nodes are available: 3 Insufficient memory.");
        kubernetes.machines().recover();
        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);
    }

    @Test
    void tellsThatAnImageCannotBePulled() {
        kubernetes.machines().cannotPull(image -> image.endsWith(":a"), "manifest unknown");

        apply(set("a"));

        await().atMost(BOUND)
                .until(() -> waiting(0).filter("ImagePullBackOff"::equals).isPresent());
        assertThat(container(0).getState().getWaiting().getMessage()).contains("valkey:a", "manifest unknown");
    }

    @Test
    void waitsForAVariableThatIsNotThereYet() {
        apply(set("a").replace("#env", "env: [{name: N, valueFrom: {configMapKeyRef: {name: late, key: N}}}]"));

        await().atMost(BOUND)
                .until(() ->
                        waiting(0).filter("CreateContainerConfigError"::equals).isPresent());
        assertThat(container(0).getState().getWaiting().getMessage()).isEqualTo("configmap \"late\" not found");

        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("late")
                        .withNamespace("pods")
                        .endMetadata()
                        .addToData("N", "1")
                        .build())
                .create();
        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);
    }

    @Test
    void resizesAPodInPlaceUnlessItCannot() {
        apply(set("a"));
        await().atMost(BOUND).until(() -> status().getReadyReplicas() == 3);

        resize(0, "512Mi");
        await().atMost(BOUND).until(() -> memory(0).equals("512Mi"));

        kubernetes.machines().cannotResize(_ -> true, "Node didn't have enough capacity: memory");
        resize(0, "1Gi");
        await().atMost(BOUND).until(() -> condition(0, "PodResizePending").isPresent());
        assertThat(condition(0, "PodResizePending").orElseThrow().getReason()).isEqualTo("Infeasible");
        assertThat(memory(0)).isEqualTo("512Mi");
    }

    private void resize(int pod, String memory) {
        client.pods()
                .inNamespace("pods")
                .withName("x-" + pod)
                .subresource("resize")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\": {\"containers\": [{\"name\": \"valkey\", \"resources\": {\"limits\": {\"memory\": \"%s\"}}}]}}"
                                .formatted(memory));
    }

    private String memory(int pod) {
        return Optional.ofNullable(container(pod).getResources().getLimits())
                .map(Map.class::cast)
                .map(limits -> (Quantity) limits.get("memory"))
                .map(Objects::toString)
                .orElse("");
    }

    private Optional<String> waiting(int pod) {
        return Optional.ofNullable(pod(pod))
                .map(Pod::getStatus)
                .filter(status -> !status.getContainerStatuses().isEmpty())
                .map(status ->
                        status.getContainerStatuses().getFirst().getState().getWaiting())
                .map(waiting -> waiting.getReason());
    }

    private ContainerStatus container(int pod) {
        return pod(pod).getStatus().getContainerStatuses().getFirst();
    }

    private Optional<PodCondition> condition(int pod, String type) {
        return Optional.ofNullable(pod(pod))
                .flatMap(found -> found.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst());
    }

    private List<String> messages(String reason) {
        return client.v1().events().inNamespace("pods").list().getItems().stream()
                .filter(event -> event.getReason().equals(reason))
                .map(Event::getMessage)
                .toList();
    }

    private Pod pod(int index) {
        return client.pods().inNamespace("pods").withName("x-" + index).get();
    }

    private StatefulSetStatus status() {
        var status = client.apps()
                .statefulSets()
                .inNamespace("pods")
                .withName("x")
                .get()
                .getStatus();
        if (status.getReadyReplicas() == null) {
            status.setReadyReplicas(0);
            status.setUpdatedReplicas(0);
        }
        return status;
    }

    private void apply(String yaml) {
        client.resource(yaml).fieldManager("keydesk").serverSideApply();
    }

    private static String set(String tag) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: x, namespace: pods}
                spec:
                  replicas: 3
                  serviceName: x
                  podManagementPolicy: Parallel
                  updateStrategy: {type: OnDelete}
                  selector: {matchLabels: {app: x}}
                  template:
                    metadata: {labels: {app: x}, annotations: {from: template}}
                    spec:
                      containers:
                      - name: valkey
                        image: valkey:%s
                        resources: {limits: {memory: 256Mi}}
                        #env
                """.formatted(tag);
    }
}
