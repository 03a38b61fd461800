package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A drill, and the power of a cluster, as callers see them. */
@KeydeskTest
class PowerTests {

    private final HttpDesk tenant;
    private final HttpDesk approver;

    PowerTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
        approver = tenant.as("dev-approver");
    }

    @Test
    @Timeout(120)
    void drillsPowersOffAndOn() {
        var order = carriedOut("""
                {"kind": "order-cluster", "name": "powered", "purpose": "locks", "plan": "xs",
                 "environment": "development", "namespaces": ["shop"]}""");
        var id = order.at("clusterId");
        var cluster = "/v1/clusters/" + id;
        assertThat(tenant.get(cluster).at("power")).isEqualTo("on");

        var drill = carriedOut(request("fail-over", id)).json().at("/drill");
        assertThat(Duration.parse(drill.at("/writeGap").asString())).isLessThan(Duration.ofSeconds(3));
        assertThat(drill.at("/lostWrites").asInt()).isZero();
        assertThat(drill.at("/to").asInt()).isNotEqualTo(drill.at("/from").asInt());
        assertThat(tenant.get(cluster).json().at("/lastDrill")).isEqualTo(drill);
        assertThat(refused(request("power-on", id))).contains("is on already");

        carriedOut(request("power-off", id));
        var off = tenant.get(cluster).expect(200);
        assertThat(off.at("power")).isEqualTo("off");
        assertThat(off.at("phase")).isEqualTo("off");
        assertThat(off.text()).contains("\"PoweredOff\"").doesNotContain("\"false\"");
        tenant.get(cluster + "/connection").expect(200);
        assertThat(refused(request("power-off", id))).contains("is off already");
        assertThat(refused("{\"kind\": \"change-settings\", \"clusterId\": \"%s\", \"settings\": {\"timeout\": 60}}"
                        .formatted(id)))
                .contains("is off", "power-on");

        carriedOut(request("power-on", id));
        assertThat(tenant.get(cluster).at("phase")).isEqualTo("ready");

        carriedOut(request("power-off", id));
        carriedOut(request("delete-cluster", id));
        assertThat(tenant.get(cluster).at("phase")).isEqualTo("deleted");
    }

    private static String request(String kind, String cluster) {
        return "{\"kind\": \"%s\", \"clusterId\": \"%s\"}".formatted(kind, cluster);
    }

    private String refused(String request) {
        return tenant.post("/v1/previews", body(request)).expect(409).at("detail");
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
