package io.keydesk.provisioning.kubernetes.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchTests {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @RegisterExtension
    final FakeKubernetes kubernetes = FakeKubernetes.instant();

    private KubernetesClient client;

    @BeforeEach
    void connect() {
        client = kubernetes.client();
        kubernetes.createNamespace("watched");
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void tellsWhatComesChangesAndGoes() {
        var seen = watch("0");

        client.resource(map("a", "yes")).create();
        kubernetes.edit("configmaps", "watched", "a", "{\"data\": {\"x\": \"2\"}}");
        kubernetes.delete("configmaps", "watched", "a");

        await().atMost(BOUND).until(() -> seen.equals(List.of("ADDED a", "MODIFIED a", "DELETED a")));
    }

    @Test
    void takesALostLabelForTheEndOfTheObject() {
        client.resource(map("a", "yes")).create();
        var seen = watch("0");

        kubernetes.edit("configmaps", "watched", "a", "{\"metadata\": {\"labels\": {\"watched\": \"no\"}}}");
        kubernetes.edit("configmaps", "watched", "a", "{\"metadata\": {\"labels\": {\"watched\": \"yes\"}}}");

        await().atMost(BOUND).until(() -> seen.equals(List.of("ADDED a", "DELETED a", "ADDED a")));
    }

    @Test
    void tellsWhatHappenedSinceAVersion() {
        var version = client.resource(map("a", "yes")).create().getMetadata().getResourceVersion();
        client.resource(map("b", "yes")).create();

        var seen = watch(version);

        await().atMost(BOUND).until(() -> seen.equals(List.of("ADDED b")));
    }

    @Test
    void doesNotGoOnFromAVersionThatIsForgotten() {
        var version = client.resource(map("a", "yes")).create().getMetadata().getResourceVersion();
        kubernetes.expireWatches();

        var seen = watch(version);

        await().atMost(BOUND).until(() -> seen.equals(List.of("closed, gone: true")));
    }

    @Test
    void letsAnInformerMissNothingWhenItsWatchHasExpired() {
        try (var informer = client.configMaps()
                .inNamespace("watched")
                .withLabel("watched", "yes")
                .inform()) {
            client.resource(map("a", "yes")).create();
            await().atMost(BOUND).until(() -> informer.getStore().list().size() == 1);

            kubernetes.requests().clear();
            kubernetes.expireWatches();
            client.resource(map("b", "yes")).create();

            await().atMost(BOUND).until(() -> informer.getStore().list().size() == 2);
            await().atMost(BOUND).until(() -> kubernetes.requests().watches() > 0);
            assertThat(kubernetes
                            .requests()
                            .matching(request -> request.method().equals("GET") && !request.isWatch()))
                    .as("it had to list anew")
                    .isNotEmpty();
        }
    }

    @Test
    void letsAnInformerGoOnWhenTheServerWasAway() {
        try (var informer = client.configMaps().inNamespace("watched").inform()) {
            kubernetes.goAway();
            kubernetes.comeBack();

            client.resource(map("a", "yes")).create();

            await().atMost(BOUND).until(() -> informer.getStore().list().size() == 1);
        }
    }

    private List<String> watch(String version) {
        var seen = new CopyOnWriteArrayList<String>();
        client.configMaps()
                .inNamespace("watched")
                .withLabel("watched", "yes")
                .withResourceVersion(version)
                .watch(new Watcher<ConfigMap>() {
                    @Override
                    public void eventReceived(Action action, ConfigMap map) {
                        seen.add(action + " " + map.getMetadata().getName());
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        seen.add("closed, gone: " + cause.isHttpGone());
                    }
                });
        return seen;
    }

    private static ConfigMap map(String name, String watched) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("watched")
                .withLabels(Map.of("watched", watched))
                .endMetadata()
                .build();
    }
}
