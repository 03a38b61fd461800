package io.keydesk.api.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.kubernetes.fake.Tempo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** On a Kubernetes within this JVM, whose API server can be taken away. */
@Timeout(240)
class KubernetesStoryTests extends KubernetesStory {

    private static final Duration NOTICED = Duration.ofSeconds(30);

    @RegisterExtension
    static final FakeKubernetes KUBERNETES = FakeKubernetes.withPods(Tempo.FAST);

    private static final KubernetesClient CLIENT = KUBERNETES.client();

    KubernetesStoryTests() {
        List.of(system(), shop()).forEach(KUBERNETES::createNamespace);
    }

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Override
    KubernetesClient client() {
        return CLIENT;
    }

    @Override
    Map<String, String> region() {
        return Map.of(
                "type", "kubernetes", "kubeconfig", KUBERNETES.kubeconfig().toString());
    }

    @Override
    String system() {
        return "valkey-system";
    }

    @Override
    String shop() {
        return "shop";
    }

    @Override
    String nowhere() {
        return "nowhere";
    }

    @Test
    void delaysTicketsAndNothingElseWhileTheRegionIsAway() {
        KUBERNETES.goAway();
        await().atMost(NOTICED).until(() -> !desk().region().at("/healthy").asBoolean());

        assertThat(desk().region().at("/message").asString()).contains("does not answer");
        assertThat(desk().regions().filter(region -> region.at("/healthy").asBoolean()))
                .extracting(region -> region.at("/name").asString())
                .containsExactly("local");
        var readiness = desk().tenant().as("").get("/actuator/health/readiness").expect(200);
        assertThat(readiness.at("components.regions.details.north")).isEqualTo("away");
        assertThat(readiness.at("components.regions.details.local")).isEqualTo("healthy");

        var order = desk().file(order("patient-cache", shop()));
        assertThat(order.json().at("/preview/warnings").valueStream().map(JsonNode::asString))
                .anyMatch(warning -> warning.startsWith("Region north is away: "));
        desk().approve(order);
        var ticket = "/v1/tickets/" + order.at("id");
        await().atMost(NOTICED)
                .until(() -> desk().tenant().get(ticket).at("progress.message").startsWith("Region north is away: "));
        assertThat(desk().tenant().get(ticket).at("state")).isEqualTo("in-progress");

        KUBERNETES.comeBack();

        assertThat(desk().events(order)).contains("event:ticket-fulfilled", "event:end");
        desk().carryOut(desk().file(deletion(order)));
        assertNothingIsLeft(order);
    }
}
