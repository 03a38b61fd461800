package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.service.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A region whose kubeconfig is wrong keeps nobody from starting. It says so, and works once that is corrected. */
@Timeout(60)
class KubeconfigTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    final FakeKubernetes kubernetes = FakeKubernetes.instant();

    @TempDir
    Path folder;

    @Test
    void saysThatAFileCannotBeReadUntilItCan() throws IOException {
        var file = folder.resolve("kubeconfig");
        try (var region = region(Map.of("kubeconfig", file.toString()))) {
            says(
                    region,
                    "The kubeconfig of region north cannot be read: %s. Correct keydesk.regions.north.kubeconfig.",
                    file);

            Files.copy(kubernetes.kubeconfig(), file);

            await().atMost(SOON).until(() -> region.region().healthy());
        }
    }

    @Test
    void saysThatAFileIsNoneAndShowsNothingOfIt() throws IOException {
        var file = Files.writeString(folder.resolve("kubeconfig"), "users: [{name: me, user: {token: not-to-be-seen}");
        try (var region = region(Map.of("kubeconfig", file.toString()))) {
            says(region, "Region north cannot be reached as it is configured: %s is no kubeconfig.", file);

            Files.writeString(file, Files.readString(kubernetes.kubeconfig()));

            await().atMost(SOON).until(() -> region.region().healthy());
        }
    }

    @Test
    void saysThatThereIsNoSuchContext() {
        var file = kubernetes.kubeconfig();
        try (var region = region(Map.of("kubeconfig", file.toString(), "context", "prod"))) {
            says(region, "Region north cannot be reached as it is configured: There is no context prod in %s.", file);
        }
    }

    private static void says(KubernetesProvisioner region, String sentence, Path file) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(region.region().message()).isEqualTo(sentence.formatted(file)));
    }

    private static KubernetesProvisioner region(Map<String, String> properties) {
        return new KubernetesProvisioner(
                "north", KubernetesRegionFixture.bound(properties), _ -> {}, Clock.systemUTC(), new Catalogue());
    }
}
