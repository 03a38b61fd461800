package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.web.server.LocalServerPort;

/** New passwords over HTTP, with an overlap. */
@KeydeskTest
class RotationTests {

    private final HttpDesk tenant;
    private final HttpDesk approver;

    RotationTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
        approver = tenant.as("dev-approver");
    }

    @Test
    @Timeout(120)
    void rotatesOnceAndRefusesASecondRotationDuringTheOverlap() {
        var id = carriedOut("""
                {"kind": "order-cluster", "name": "rotated", "purpose": "locks", "plan": "xs",
                 "environment": "development", "namespaces": ["shop"]}""").at("clusterId");
        var cluster = "/v1/clusters/" + id;
        var old = password(cluster);
        assertThat(tenant.post("/v1/previews", body(rotation(id, "P8D")))
                        .expect(422)
                        .at("errors.0.field"))
                .isEqualTo("request.overlap");
        var preview = tenant.post("/v1/previews", body(rotation(id, "PT1H"))).expect(200);
        assertThat(preview.at("restarts.nodes")).isEqualTo("0");
        assertThat(preview.at("restarts.expectedWritePause")).isEqualTo("PT0S");
        assertThat(preview.at("objects.0.name")).isEqualTo("secrets");

        var ticket = carriedOut(rotation(id, "PT1H"));

        assertThat(ticket.at("request.overlap")).isEqualTo("PT1H");
        assertThat(password(cluster)).isNotEqualTo(old);
        var now = tenant.get(cluster).expect(200);
        assertThat(now.at("lastRotation.generation")).isEqualTo("2");
        var until = now.at("lastRotation.oldPasswordUntil");
        assertThat(Instant.parse(until))
                .isEqualTo(Instant.parse(now.at("lastRotation.at")).plus(Duration.ofHours(1)));
        assertThat(tenant.get(cluster + "/revisions").at("items.0.credentialsGeneration"))
                .isEqualTo("2");
        assertThat(tenant.post("/v1/tickets", body(rotation(id, "PT1H")))
                        .expect(409)
                        .at("detail"))
                .contains("works until " + Instant.parse(until), "file another rotation after that");
        carriedOut("{\"kind\": \"delete-cluster\", \"clusterId\": \"%s\"}".formatted(id));
    }

    private String password(String cluster) {
        return tenant.get(cluster + "/credentials").expect(200).at("password");
    }

    private static String rotation(String cluster, String overlap) {
        return "{\"kind\": \"rotate-credentials\", \"clusterId\": \"%s\", \"overlap\": \"%s\"}"
                .formatted(cluster, overlap);
    }

    private static String body(String request) {
        return "{\"request\": %s}".formatted(request);
    }

    private Reply carriedOut(String request) {
        var ticket = tenant.post("/v1/tickets", body(request)).expect(201);
        var path = "/v1/tickets/" + ticket.at("id");
        approver.post(path + "/approve", "{\"comment\": \"Fine\"}").expect(200);
        var ended = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> tenant.get(path),
                        now -> List.of("fulfilled", "failed").contains(now.at("state")));
        assertThat(ended.at("state")).as(ended.text()).isEqualTo("fulfilled");
        return ended;
    }
}
