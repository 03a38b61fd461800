package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import io.keydesk.service.fleet.Fleet;
import io.keydesk.service.provisioning.FakeProvisioner;
import io.keydesk.service.work.FleetWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** A fleet upgrade as admins and tenants see it, in a region that runs several versions. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            // Else there would be a region of this machine too.
            "keydesk.regions.elsewhere.type=kubernetes",
            "spring.autoconfigure.exclude=io.keydesk.provisioning.kubernetes.KubernetesAutoConfiguration",
            // A look that nobody has asked for would take the failure that a ticket is to have.
            "keydesk.reconcile.interval=1h"
        })
@ContextConfiguration(initializers = FreshHome.class)
@Import(FleetUpgradeTests.Beans.class)
@DirtiesContext
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class FleetUpgradeTests {

    private static final String TO = "{\"version\": \"%s\", \"reason\": \"Mends CVE-2025-49844\"}";

    private final HttpDesk admin;
    private final HttpDesk tenant;
    private final FakeProvisioner region;
    private final FleetWork work;

    FleetUpgradeTests(@LocalServerPort int port, @Autowired FakeProvisioner region, @Autowired FleetWork work) {
        this.admin = new HttpDesk(port, "dev-admin");
        this.tenant = admin.as("dev-tenant");
        this.region = region;
        this.work = work;
    }

    static final class Beans {

        @Bean
        FakeProvisioner region(Clock clock) {
            var region = new FakeProvisioner(clock);
            region.become(Fleet.offering("8.0.1", "8.0.2", "8.1.2"));
            return region;
        }
    }

    @Test
    void upgradesPausesOnFailureAndGoesOn() {
        var development = ordered("waves-dev", "development");
        var production = ordered("waves-live", "production");

        var preview = admin.post("/v1/upgrades/preview", TO.formatted("8.1.2")).expect(200);
        assertThat(preview.at("waves.0.clusters")).isEqualTo("1");
        assertThat(preview.at("waves.1.environment")).isEqualTo("production");
        assertThat(admin.get("/v1/upgrades").expect(200).json().at("/items")).isEmpty();

        region.failNext("NodeDied", "The server did not start.", false);
        var started = admin.post("/v1/upgrades", TO.formatted("8.1.2"), "Idempotency-Key", "waves")
                .expect(201);
        var upgrade = started.header("Location");
        assertThat(admin.post("/v1/upgrades", TO.formatted("8.1.2"), "Idempotency-Key", "waves")
                        .expect(201)
                        .at("id"))
                .isEqualTo(started.at("id"));
        assertThat(admin.post("/v1/upgrades", TO.formatted("8.1.2")).expect(409).at("detail"))
                .contains(started.at("id"), "cancel first");

        var paused = becomes(upgrade, "paused");
        assertThat(paused.at("by")).isEqualTo("keydesk");
        assertThat(paused.at("message")).contains("waves-dev", "The server did not start.");
        assertThat(paused.at("failing.0.clusterId")).isEqualTo(development);
        assertThat(paused.at("waves.0.failed")).isEqualTo("1");
        assertThat(paused.at("waves.1.waiting")).isEqualTo("1");
        assertThat(admin.post(upgrade + "/pause", null).expect(409).at("type")).isEqualTo("/problems/wrong-state");
        assertThat(admin.post(upgrade + "/resume", "{\"failed\": \"ignore\"}")
                        .expect(422)
                        .at("errors.0.field"))
                .isEqualTo("failed");

        var resumed = admin.post(upgrade + "/resume", "{\"comment\": \"The disk was full\"}")
                .expect(200);
        assertThat(resumed.at("state")).isEqualTo("running");
        assertThat(resumed.at("message")).isEqualTo("The disk was full");
        var completed = becomes(upgrade, "completed");
        assertThat(completed.at("waves.0.done")).isEqualTo("1");
        assertThat(completed.at("waves.1.done")).isEqualTo("1");
        assertThat(completed.json().has("message")).isFalse();
        assertThat(tenant.get("/v1/clusters/" + development + "/events").text())
                .contains("Retried with the upgrade of all clusters.")
                .doesNotContain("The disk was full");
        assertThat(tenant.get("/v1/clusters/" + production).at("version")).isEqualTo("8.1.2");
        assertThat(tenant.get("/v1/clusters/" + production + "/events").text())
                .containsOnlyOnce("\"upgrade-forced\"")
                .contains("Mends CVE-2025-49844");
        assertThat(admin.get(upgrade + "/clusters?state=done&limit=1")
                        .expect(200)
                        .at("next"))
                .isNotEmpty();
        admin.post(upgrade + "/cancel", null).expect(409);

        assertThat(admin.post("/v1/upgrades", TO.formatted("8.0.2")).expect(422).at("errors.0.message"))
                .contains("run something newer than 8.0.2");
    }

    @Test
    void letsOnlyAdminsUndoAForcedUpgrade() {
        var cluster = ordered("forced", "staging");
        var upgrade = "\"kind\": \"upgrade-version\", \"clusterId\": \"%s\", \"version\": \"8.1.2\"".formatted(cluster);
        var when = "{\"at\": \"%s\"}".formatted(Instant.now().plus(Duration.ofDays(1)));
        var waiting = tenant.post("/v1/tickets", "{\"request\": {%s}}".formatted(upgrade))
                .expect(201);
        assertThat(admin.patch(
                                "/v1/tickets/" + waiting.at("id"),
                                "{\"request\": {%s, \"urgent\": \"Now\"}}".formatted(upgrade))
                        .expect(422)
                        .at("errors.0.field"))
                .isEqualTo("request.urgent");

        var forced = admin.post(
                        "/v1/tickets",
                        "{\"request\": {%s, \"urgent\": \"Mends a leak\"}, \"when\": %s}".formatted(upgrade, when))
                .expect(201);
        assertThat(forced.at("state")).isEqualTo("scheduled");
        var path = "/v1/tickets/" + forced.at("id");

        assertThat(tenant.post(path + "/cancel", "{}").expect(403).at("detail")).contains("ask dev-admin");
        assertThat(tenant.post(path + "/move", "{\"when\": %s}".formatted(when))
                        .expect(403)
                        .at("detail"))
                .contains("ask dev-admin");
        admin.post(path + "/cancel", "{}").expect(200);
        carriedOut("{\"request\": {\"kind\": \"delete-cluster\", \"clusterId\": \"%s\"}}".formatted(cluster));
    }

    @Test
    void refusesOthersAndWhatBreaksARule() {
        for (var caller : new String[] {"dev-tenant", "dev-approver", "dev-viewer"}) {
            var other = admin.as(caller);
            other.post("/v1/upgrades", TO.formatted("8.1.2")).expect(403);
            other.post("/v1/upgrades/preview", TO.formatted("8.1.2")).expect(403);
            other.get("/v1/upgrades").expect(403);
            other.get("/v1/upgrades/00000000-0000-0000-0000-000000000000").expect(403);
            other.post("/v1/upgrades/00000000-0000-0000-0000-000000000000/cancel", null)
                    .expect(403);
        }
        admin.get("/v1/upgrades/nothing").expect(404);
        admin.post("/v1/upgrades", "{\"version\": \"8.1.2\", \"colour\": \"red\"}")
                .expect(400);
        assertThat(admin.post("/v1/upgrades", "{\"environments\": [\"test\"], \"concurrency\": 0}")
                        .expect(422)
                        .json()
                        .at("/errors")
                        .valueStream()
                        .map(error -> error.at("/field").asString()))
                .containsExactly("version", "reason", "environments", "concurrency");
        var nowhere = "{\"version\": \"8.1.2\", \"reason\": \"Mends it\", \"environments\": []}";
        assertThat(admin.post("/v1/upgrades", nowhere).expect(422).at("errors.0.message"))
                .isEqualTo(
                        "environments must name one of development, staging, production at least, and each once at most; leave it out for all");
        admin.get("/v1/upgrades?limit=50").expect(200);
        assertThat(admin.get("/v1/upgrades?limit=51").expect(422).at("errors.0.message"))
                .isEqualTo("limit must be from 1 to 50");
        assertThat(admin.post("/v1/upgrades", TO.formatted("9.9.9")).expect(422).at("errors.0.message"))
                .contains("runs in no region", "8.0.1, 8.0.2, 8.1.2");
    }

    /** With the job of the application beside this test, which hurries. */
    private Reply becomes(String upgrade, String state) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            work.advance();
                            return admin.get(upgrade).expect(200);
                        },
                        now -> now.at("state").equals(state));
    }

    private String ordered(String name, String environment) {
        return carriedOut("""
                {"request": {"kind": "order-cluster", "name": "%s", "purpose": "locks", "plan": "xs", "region": "local",
                  "environment": "%s", "namespaces": ["shop"]}}""".formatted(name, environment));
    }

    private String carriedOut(String filing) {
        var ticket = tenant.post("/v1/tickets", filing).expect(201);
        var path = "/v1/tickets/" + ticket.at("id");
        admin.post(path + "/approve", null).expect(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tenant.get(path).at("state").equals("fulfilled"));
        return ticket.at("clusterId");
    }
}
