package io.keydesk.provisioning.kubernetes.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultsTests {

    @RegisterExtension
    final FakeKubernetes kubernetes = FakeKubernetes.instant();

    private KubernetesClient client;

    /** A client that tries once, and not for long. */
    @BeforeEach
    void connect() {
        var config = new ConfigBuilder(kubernetes.config())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(500)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void countsRequestsThatAreNoWatches() {
        get();
        get();
        try (var _ = client.configMaps().inNamespace("default").watch(new IgnoringWatcher())) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> kubernetes.requests().watches() == 1);
        }

        assertThat(kubernetes.requests().count()).isEqualTo(2);
        assertThat(kubernetes.requests().matching(request -> request.concerns("configmaps")))
                .hasSize(3)
                .first()
                .hasToString("GET /api/v1/namespaces/default/configmaps/x {} -> 404");
    }

    @Test
    void failsAsOftenAsItIsTold() {
        kubernetes.faults().next(2, Request::isWrite, Fault.status(503));

        assertThat(get()).isNull();
        assertThatThrownBy(this::create)
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(503));
        assertThatThrownBy(this::create)
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(503));
        create();

        assertThat(kubernetes.faults().left()).isZero();
        assertThat(get()).isNotNull();
    }

    @Test
    void saysWhenToComeAgain() throws Exception {
        kubernetes.faults().next(1, _ -> true, Fault.tooManyRequests(Duration.ofSeconds(7)));

        var request = HttpRequest.newBuilder(URI.create(kubernetes.url() + "/version"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
        }
    }

    @Test
    void doesNotAnswer() {
        kubernetes.faults().next(1, Request::isWrite, new Fault.Silence());

        assertThatThrownBy(this::create).isInstanceOf(KubernetesClientException.class);

        assertThat(get()).isNull();
    }

    @Test
    void breaksTheConnectionBeforeItStores() {
        kubernetes.faults().next(1, Request::isWrite, new Fault.Reset());

        assertThatThrownBy(this::create).isInstanceOf(KubernetesClientException.class);

        assertThat(get()).isNull();
    }

    @Test
    void breaksTheConnectionAfterItHasStored() {
        kubernetes.faults().next(1, Request::isWrite, new Fault.ResetAfterwards());

        assertThatThrownBy(this::create).isInstanceOf(KubernetesClientException.class);

        assertThat(get()).isNotNull();
    }

    @Test
    void isAwayAndComesBack() {
        kubernetes.goAway();
        assertThatThrownBy(this::get).isInstanceOf(KubernetesClientException.class);

        kubernetes.comeBack();
        assertThat(get()).isNull();
    }

    private ConfigMap get() {
        return client.configMaps().inNamespace("default").withName("x").get();
    }

    private void create() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("x")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
    }

    private static final class IgnoringWatcher implements Watcher<ConfigMap> {

        @Override
        public void eventReceived(Action action, ConfigMap map) {}

        @Override
        public void onClose(WatcherException cause) {}
    }

    private static int code(Throwable failure) {
        return ((KubernetesClientException) failure).getCode();
    }
}
