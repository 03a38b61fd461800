package io.keydesk.provisioning.kubernetes.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletionTests {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @RegisterExtension
    final FakeKubernetes kubernetes = FakeKubernetes.instant();

    private KubernetesClient client;

    @BeforeEach
    void connect() {
        client = kubernetes.client();
        kubernetes.createNamespace("deleted");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void endsWhatBelongsToTheObject() {
        var owner = create("owner");
        create("dependent", owner);

        client.resource(owner).delete();

        await().atMost(BOUND).until(() -> absent("owner") && absent("dependent"));
    }

    @Test
    void leavesOrphans() {
        var owner = create("owner");
        create("dependent", owner);

        client.resource(owner).withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        assertThat(absent("owner")).isTrue();
        assertThat(get("dependent").getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void waitsInTheForegroundForWhatBelongsToTheObject() {
        var owner = create("owner");
        create("dependent", owner);
        hold("dependent");

        client.resource(owner)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();

        await().atMost(BOUND).until(() -> get("dependent").getMetadata().getDeletionTimestamp() != null);
        assertThat(get("owner").getMetadata().getFinalizers()).containsExactly("foregroundDeletion");
        release("dependent");
        await().atMost(BOUND).until(() -> absent("owner") && absent("dependent"));
    }

    @Test
    void keepsAnObjectUntilItsFinalizersAreGone() {
        create("held");
        hold("held");

        client.configMaps().inNamespace("deleted").withName("held").delete();
        assertThat(get("held").getMetadata().getDeletionTimestamp()).isNotNull();

        release("held");
        assertThat(absent("held")).isTrue();
    }

    @Test
    void sparesAnotherObjectOfTheSameName() {
        create("named");
        var options = Map.of("preconditions", Map.of("uid", "another"));

        assertThatThrownBy(() -> client.raw("/api/v1/namespaces/deleted/configmaps/named", "DELETE", options))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo(409));
        assertThat(absent("named")).isFalse();
    }

    @Test
    void emptiesANamespaceBeforeItGoes() {
        create("within");
        hold("within");

        client.namespaces().withName("deleted").delete();

        await().atMost(BOUND).until(() -> get("within").getMetadata().getDeletionTimestamp() != null);
        assertThat(client.namespaces().withName("deleted").get().getStatus().getPhase())
                .isEqualTo("Terminating");
        assertThatThrownBy(() -> create("late")).hasMessageContaining("because it is being terminated");
        release("within");
        await().atMost(BOUND)
                .until(() -> client.namespaces().withName("deleted").get() == null);
    }

    private void hold(String name) {
        kubernetes.edit("configmaps", "deleted", name, "{\"metadata\": {\"finalizers\": [\"keydesk.io/test\"]}}");
    }

    private void release(String name) {
        kubernetes.edit("configmaps", "deleted", name, "{\"metadata\": {\"finalizers\": null}}");
    }

    private ConfigMap get(String name) {
        return client.configMaps().inNamespace("deleted").withName(name).get();
    }

    private boolean absent(String name) {
        return get(name) == null;
    }

    private ConfigMap create(String name) {
        return client.resource(map(name).build()).create();
    }

    private void create(String name, ConfigMap owner) {
        client.resource(map(name)
                        .editMetadata()
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
    }

    private static ConfigMapBuilder map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("deleted")
                .endMetadata();
    }
}
