package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the API server of a region is reached. */
final class ApiServer {

    /** A server that is well answers an apply within a tenth of a second. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private ApiServer() {}

    /**
     * A client that neither waits nor repeats by itself: whoever works on a cluster comes again.
     *
     * @param kubeconfig {@code null} for the service account of the pod that this is
     * @throws UncheckedIOException if the kubeconfig cannot be read
     * @throws IllegalArgumentException if it is no kubeconfig, or lacks the context
     */
    static KubernetesClient client(@Nullable Path kubeconfig, @Nullable String context) {
        var config = kubeconfig == null ? Config.autoConfigure(context) : read(kubeconfig, context);
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout((int) ANSWER.toMillis())
                        .withConnectionTimeout((int) CONNECT.toMillis())
                        .build())
                .build();
    }

    private static Config read(Path kubeconfig, @Nullable String context) {
        try {
            if (!Files.isReadable(kubeconfig)) {
                throw new NoSuchFileException(kubeconfig.toString());
            }
            var config = parsed(kubeconfig, context);
            if (context != null
                    && config.getContexts().stream()
                            .noneMatch(known -> known.getName().equals(context))) {
                throw new IllegalArgumentException("There is no context %s in %s.".formatted(context, kubeconfig));
            }
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what a parser says, which shows a part of the file: tokens may stand there. */
    private static Config parsed(Path kubeconfig, @Nullable String context) throws IOException {
        try {
            return Config.fromKubeconfig(context, kubeconfig.toFile());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(kubeconfig + " is no kubeconfig.");
        }
    }
}
