package io.keydesk.provisioning.kubernetes;

import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.provisioning.manifest.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * An instant Kubernetes that holds a fleet, in a virtual machine of its own, so that the memory of whoever watches it can be
 * told. Its Sentinels let everybody in, and publish nothing.
 */
public final class FleetKubernetes {

    private static final Duration FILLED = Duration.ofMinutes(10);

    private FleetKubernetes() {}

    /**
     * Answers with the kubeconfig, the URL and the port of the Sentinels, and then each {@code requests} with how many there
     * were, watches and questions for the version left out, and each {@code listeners} with how many there are.
     *
     * @param arguments how many clusters
     */
    public static void main(String... arguments) throws IOException {
        var answers = Answers.open();
        int clusters = Integer.parseInt(arguments[0]);
        try (var kubernetes = FakeKubernetes.instant();
                var sentinels = new SilentSentinels()) {
            fill(kubernetes, clusters);
            answers.give(
                    "%s %s %d".formatted(kubernetes.kubeconfig(), kubernetes.url(), sentinels.port()),
                    question -> switch (question) {
                        case "requests" -> Long.toString(requests(kubernetes));
                        case "listeners" -> Integer.toString(sentinels.subscribed());
                        default -> throw new IllegalArgumentException(question);
                    });
        }
    }

    private static void fill(FakeKubernetes kubernetes, int clusters) {
        List.of(KubernetesRegionFixture.SYSTEM, KubernetesRegionFixture.SHOP).forEach(kubernetes::createNamespace);
        var properties = Fleet.properties(kubernetes.kubeconfig());
        for (int number = 1; number <= clusters; number++) {
            Fleet.apply(Fleet.cluster(number), properties, object -> kubernetes.apply(object, Labels.KEYDESK));
        }
        await("all pods are ready")
                .atMost(FILLED)
                .until(() -> isReady(kubernetes, Fleet.cluster(clusters).name()));
        for (int number = 1; number <= clusters; number++) {
            if (!isReady(kubernetes, Fleet.cluster(number).name())) {
                throw new IllegalStateException("pods are not made in order");
            }
        }
    }

    private static boolean isReady(FakeKubernetes kubernetes, String cluster) {
        return kubernetes
                        .object("statefulsets", KubernetesRegionFixture.SYSTEM, new Names(cluster).nodes())
                        .orElseThrow()
                        .at("/status/readyReplicas")
                        .asInt()
                == Blueprint.NODES;
    }

    private static long requests(FakeKubernetes kubernetes) {
        return kubernetes
                .requests()
                .matching(request -> !request.isWatch() && !request.path().equals("/version"))
                .size();
    }
}
