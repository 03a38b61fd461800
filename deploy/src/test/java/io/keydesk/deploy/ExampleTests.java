package io.keydesk.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleTests {

    private static final Path EXAMPLES = Path.of("examples");

    @Test
    void tenantsPodIsRestrictedAndUsesWhatTheTicketOrders() throws IOException {
        var request = new ObjectMapper()
                .readTree(Files.readString(EXAMPLES.resolve("order-cluster.json")))
                .path("request");
        var name = request.path("name").asText();

        var pod = Manifest.one(Manifest.read(Files.readString(EXAMPLES.resolve("tenant-pod.yaml"))), Pod.class)
                .orElseThrow();

        assertThat(Restriction.violations(pod.getSpec())).isEmpty();
        assertThat(pod.getMetadata().getNamespace())
                .isEqualTo(request.path("namespaces").path(0).asText());
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("elastisys.io/valkey-%s-access".formatted(name), "allow");
        var sources = pod.getSpec().getContainers().getFirst().getEnvFrom();
        assertThat(sources).hasSize(2);
        assertThat(sources.getFirst().getConfigMapRef().getName()).isEqualTo(name + "-valkey");
        assertThat(sources.getLast().getSecretRef().getName()).isEqualTo(name + "-valkey");
    }

    @ParameterizedTest
    @MethodSource
    void scriptsAreScripts(Path script) throws IOException, InterruptedException {
        var bash =
                new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();

        assertThat(bash.waitFor()).isZero();
        assertThat(script).isExecutable();
    }

    static Stream<Path> scriptsAreScripts() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".sh")).toList().stream();
        }
    }
}
