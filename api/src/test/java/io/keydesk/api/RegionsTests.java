package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import io.keydesk.service.provisioning.FakeProvisioner;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** Several regions: one that keeps namespaces for itself, and one that is away. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            // Else there would be a region of this machine too.
            "keydesk.regions.elsewhere.type=kubernetes",
            "spring.autoconfigure.exclude=io.keydesk.provisioning.kubernetes.KubernetesAutoConfiguration"
        })
@ContextConfiguration(initializers = FreshHome.class)
@Import(RegionsTests.Beans.class)
@DirtiesContext
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class RegionsTests {

    private static final Namespaces OWN = new Namespaces(List.of("{tenant}-*", "shop"), List.of("*-system"));

    private final HttpDesk tenant;
    private final FakeProvisioner far;

    RegionsTests(@LocalServerPort int port, @Qualifier("far") FakeProvisioner far) {
        this.tenant = new HttpDesk(port, "dev-tenant");
        this.far = far;
    }

    static final class Beans {

        @Bean
        FakeProvisioner north(Clock clock) {
            var north = new FakeProvisioner(clock);
            north.become(new Region("north", "kubernetes", true, null, null, null, OWN, "example.org"));
            return north;
        }

        @Bean
        FakeProvisioner far(Clock clock) {
            var far = new FakeProvisioner(clock);
            far.become(away());
            return far;
        }
    }

    private static Region away() {
        return new Region("far", "kubernetes", false, "Its API has not answered since 08:00:00Z.", null);
    }

    private static Region back() {
        return new Region("far", "kubernetes", true, null, null);
    }

    @Test
    void showWhichNamespacesTheyTake() {
        var regions = tenant.get("/v1/regions").expect(200);

        assertThat(regions.at("items.0.name")).isEqualTo("north");
        assertThat(regions.json().at("/items/0/namespaces"))
                .hasToString("{\"allowed\":[\"{tenant}-*\",\"shop\"],\"refused\":[\"*-system\"]}");
        assertThat(regions.json().at("/items/1/namespaces")).hasToString("{\"allowed\":[\"*\"],\"refused\":[]}");
    }

    @Test
    void refuseNamespacesThatTheyKeep() {
        var reply =
                file("north", "kept", "\"shop\", \"demo-system\", \"acme-web\"").expect(422);

        assertThat(reply.at("type")).isEqualTo("/problems/invalid");
        assertThat(reply.at("errors.0.field")).isEqualTo("request.namespaces[1]");
        assertThat(reply.at("errors.0.message"))
                .isEqualTo(
                        "a namespace in region north must match demo-* or shop, but not *-system, and demo-system does "
                                + "not: name another, or ask those who run keydesk");
        assertThat(reply.at("errors.1.field")).isEqualTo("request.namespaces[2]");
        assertThat(tenant.get("/v1/tickets").text()).doesNotContain("kept");
    }

    @Test
    void areNamedToWhoNamesNoneOrAnUnknownOne() {
        var none = tenant.post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "nowhere", "purpose": "other", "plan": "xs",
                          "environment": "production", "namespaces": ["shop"]}}""").expect(422);
        var unknown = file("mars", "nowhere", "\"shop\"").expect(422);

        for (var reply : List.of(none, unknown)) {
            assertThat(reply.at("errors.0.field")).isEqualTo("request.region");
            assertThat(reply.at("errors.0.message")).isEqualTo("region must be one of north, far");
        }
    }

    @Test
    void haveTheirOwnAccessLabels() {
        var ticket = fulfilled(file("north", "labelled", "\"shop\""));
        var cluster = "/v1/clusters/" + ticket.at("clusterId");

        assertThat(tenant.get(cluster).at("accessLabel.key")).isEqualTo("example.org/valkey-labelled-access");
        assertThat(tenant.get(cluster + "/connection").expect(200).at("accessLabel.key"))
                .isEqualTo("example.org/valkey-labelled-access");
        assertThat(tenant.get(cluster + "/connection?format=pod").expect(200).text())
                .contains("example.org/valkey-labelled-access: allow", "labelled-valkey");
    }

    @Test
    void tellTheDifferencesOfOneTicketOnly() {
        var order = file("north", "differing", "\"shop\"").expect(201);

        assertThat(order.at("preview.objects.0.diff")).isEqualTo("+differing, node 1");
        assertThat(tenant.get("/v1/tickets/" + order.at("id")).at("preview.objects.0.diff"))
                .isEqualTo("+differing, node 1");
        assertThat(tenant.get("/v1/tickets?limit=200").expect(200).text())
                .contains("differing, node 1")
                .doesNotContain("diff\"");
    }

    @Test
    void delayTheirTicketsWhileTheyAreAwayAndNothingElse() {
        assertThat(tenant.as("").get("/actuator/health/readiness").expect(200).at("components.regions.details.far"))
                .isEqualTo("away");
        var preview =
                tenant.post("/v1/previews", order("far", "patient", "\"shop\"")).expect(200);
        assertThat(preview.at("warnings.0"))
                .isEqualTo("Region far is away: Its API has not answered since 08:00:00Z. "
                        + "The work on a ticket waits until it is back.");
        var waiting = approved(file("far", "patient", "\"shop\""));
        eventually(waiting, "progress.message", "Region far is away: Its API has not answered since 08:00:00Z.");

        fulfilled(file("north", "quick", "\"shop\""));
        assertThat(tenant.get(waiting).at("state")).isEqualTo("in-progress");
        far.become(back());

        eventually(waiting, "state", "fulfilled");
        assertThat(tenant.get(waiting + "/events?limit=200").text().split("is away", -1))
                .hasSize(2);
        assertThat(tenant.as("").get("/actuator/health/readiness").expect(200).at("components.regions.details.far"))
                .isEqualTo("healthy");
        assertThat(tenant.as("").get("/actuator/prometheus").expect(200).text())
                .contains("keydesk_reconcile_steps_seconds_count{outcome=\"away\",region=\"far\"}");
        far.become(away());
    }

    private Reply fulfilled(Reply ticket) {
        var path = approved(ticket);
        eventually(path, "state", "fulfilled");
        return tenant.get(path);
    }

    private void eventually(String ticket, String member, String value) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(tenant.get(ticket).at(member)).isEqualTo(value));
    }

    private String approved(Reply ticket) {
        var path = "/v1/tickets/" + ticket.expect(201).at("id");
        tenant.as("dev-approver").post(path + "/approve", null).expect(200);
        return path;
    }

    private Reply file(String region, String name, String namespaces) {
        return tenant.post("/v1/tickets", order(region, name, namespaces));
    }

    private static String order(String region, String name, String namespaces) {
        return """
                {"request": {"kind": "order-cluster", "name": "%s", "purpose": "other", "plan": "xs",
                  "environment": "production", "region": "%s", "namespaces": [%s]}}""".formatted(name, region, namespaces);
    }
}
