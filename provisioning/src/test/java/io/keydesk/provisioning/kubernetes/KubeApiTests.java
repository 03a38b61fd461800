package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.kubernetes.fake.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Kubernetes that was given and cannot be used fails what would run on it, and says why. */
@Timeout(60)
class KubeApiTests {

    @RegisterExtension
    final FakeKubernetes kubernetes = FakeKubernetes.instant();

    @TempDir
    Path folder;

    private final Properties system = new Properties();

    @Test
    void makesItsNamespacesAndRemovesThem() {
        var given = new KubeApi(kubernetes.kubeconfig().toString(), system);

        given.open();

        assertThat(given.namespace()).matches("keydesk-test-[0-9a-f]{6}");
        assertThat(given.tenantNamespace()).isEqualTo(given.namespace() + "-shop");
        assertThat(kubernetes.object("namespaces", "", given.namespace()))
                .hasValueSatisfying(namespace ->
                        assertThat(namespace.at("/metadata/labels").toString()).contains("\"restricted\""));
        assertThat(kubernetes.object("namespaces", "", given.tenantNamespace())).isPresent();
        assertThat(kubernetes.object("namespaces", "", given.otherTenantNamespace()))
                .isPresent();
        var namespace = given.namespace();
        given.close();
        for (var one : List.of(namespace, namespace + "-shop", namespace + "-shop-too")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> kubernetes.object("namespaces", "", one).isEmpty());
        }
    }

    @Test
    void handsOnWhatElseARegionIsTold() {
        system.setProperty("kube-api.reach", "port-forward");
        system.setProperty("kube-api.image", "mirror.example.com/valkey:8.1.1");
        var given = new KubeApi(kubernetes.kubeconfig().toString(), system);

        given.open();

        var region = KubernetesRegionFixture.bound(given.properties());
        assertThat(region.reach()).isEqualTo(KubernetesRegionProperties.Reach.PORT_FORWARD);
        assertThat(region.image()).isEqualTo("mirror.example.com/valkey:8.1.1");
        assertThat(region.namespace()).isEqualTo(given.namespace());
        assertThat(region.tenantNamespaces()).containsExactly(given.tenantNamespace(), given.otherTenantNamespace());
        given.close();
    }

    @Test
    void saysThatThereIsNoFile() {
        refuses("/nowhere/kubeconfig", "it names /nowhere/kubeconfig, which is no file that can be read.");
        refuses("/a:/b", "it names several files, and a region has one: merge them by kubectl config view --flatten.");
    }

    @Test
    void saysThatAFileIsNoKubeconfig() throws IOException {
        var file = Files.writeString(folder.resolve("kubeconfig"), "no: [kubeconfig");

        refuses(file.toString(), "no client can be made of it: %s is no kubeconfig.".formatted(file));
    }

    @Test
    void saysThatNobodyAnswers() {
        kubernetes.goAway();

        refuses(kubernetes.kubeconfig().toString(), "it names an API server that does not answer: ");
    }

    @Test
    void saysThatNamespacesMayNotBeCreated() {
        kubernetes.faults().all(request -> request.isWrite() && request.concerns("namespaces"), Fault.status(403));

        refuses(kubernetes.kubeconfig().toString(), "it cannot create namespace keydesk-test-");
    }

    @Test
    void saysThatObjectsMayNotBeAppliedAndLeavesNoNamespace() {
        kubernetes.faults().all(request -> request.isDryRun(), Fault.status(403));

        refuses(kubernetes.kubeconfig().toString(), "it cannot apply objects in namespace keydesk-test-");
        assertThat(kubernetes.client().namespaces().list().getItems())
                .extracting(namespace -> namespace.getMetadata().getName())
                .containsExactlyInAnyOrder("default", "kube-system");
    }

    private void refuses(String kubeconfig, String why) {
        var given = new KubeApi(kubeconfig, system);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(given::open)
                .withMessageStartingWith("The Kubernetes of KUBECONFIG cannot be used: " + why);
    }
}
