package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Another plan, other namespaces, and the way back, of one cluster that all tests share. */
@KeydeskTest
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangesTests {

    private final HttpDesk tenant;
    private final HttpDesk approver;
    private String cluster = "";

    ChangesTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
        approver = tenant.as("dev-approver");
    }

    @BeforeAll
    void order() {
        var ticket = tenant.post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "changes", "purpose": "session-cache", "plan": "xs",
                          "environment": "development", "namespaces": ["shop", "web"]}}""").expect(201);
        cluster = ticket.at("clusterId");
        done(ticket);
    }

    @AfterAll
    void giveBack() {
        done(tenant.post("/v1/tickets", request("delete-cluster", "")).expect(201));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    change-plan   | "plan": "xxl"                      | request.plan      | xs, s, m, l
                    change-plan   | "plan": "xs"                       | request.plan      | has already
                    change-plan   | "plan": null                       | request.plan      | xs, s, m, l
                    change-access | "add": []                          | request.add       | at least one
                    change-access | "add": ["Web"]                     | request.add[0]    | DNS label
                    change-access | "add": ["shop"]                    | request.add[0]    | access already
                    change-access | "remove": ["api"]                  | request.remove[0] | shop, web
                    change-access | "remove": ["shop", "web"]          | request.remove    | delete-cluster
                    roll-back     | "revision": 99                     | request.revision  | /revisions
                    roll-back     | "revision": -1                     | request.revision  | /revisions
                    roll-back     | "revision": null                   | request.revision  | /revisions
                    upgrade-version | "version": null                  | request.version   | a version such as
                    upgrade-version | "version": "6.2.0"               | request.version   | could not read its data
                    upgrade-version | "version": "99.0.0"              | request.version   | /v1/versions
                    upgrade-version | "version": "99.0.0", "urgent": " " | request.version | /v1/versions
                    """)
    void refusesWhatBreaksARule(String kind, String members, String field, String rule) {
        var newest = tenant.get("/v1/tickets?limit=1").expect(200).text();

        var reply = tenant.post("/v1/tickets", request(kind, members)).expect(422);

        assertThat(reply.at("type")).isEqualTo("/problems/invalid");
        assertThat(reply.at("errors.0.field")).isEqualTo(field);
        assertThat(reply.at("errors.0.message")).contains(rule);
        assertThat(tenant.get("/v1/tickets?limit=1").expect(200).text()).isEqualTo(newest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    change-plan   | "plan": "s", "size": 1     | request.size
                    roll-back     | "revision": "one"          | request.revision
                    upgrade-version | "urgent": true           | request.urgent
                    roll-back     | "revision": 99999999999    | request.revision
                    change-access | "add": "web"               | request.add
                    """)
    void refusesWhatCannotBeRead(String kind, String members, String field) {
        var reply = tenant.post("/v1/tickets", request(kind, members)).expect(400);

        assertThat(reply.at("errors.0.field")).isEqualTo(field);
    }

    @Test
    void changesPlanAndAccessAndGoesBackInOneTicket() {
        var path = "/v1/clusters/" + cluster;
        var first = tenant.get(path).expect(200);
        assertThat(first.json().at("/nodes").valueStream())
                .allMatch(node -> node.at("/usedMemoryBytes").asLong() > 100_000);
        var used = tenant.get("/v1/clusters/%s/usage".formatted(cluster))
                .expect(200)
                .json()
                .at("/usedMemoryBytes");
        var total = tenant.get("/v1/tenants/demo/usage").expect(200).json().at("/total");
        assertThat(total.at("/usedMemoryBytes").asLong())
                .isGreaterThanOrEqualTo(used.asLong())
                .isPositive();
        assertThat(total.at("/usedMemoryKnownOf").asInt())
                .isBetween(1, total.at("/running").asInt());
        int revision = Integer.parseInt(first.at("desiredRevision"));
        assertThat(tenant.post("/v1/previews", request("roll-back", "\"revision\": " + revision))
                        .expect(422)
                        .at("errors.0.message"))
                .contains("which is the current one");

        var plan = tenant.post("/v1/tickets", request("change-plan", "\"plan\": \"s\""))
                .expect(201);
        assertThat(plan.at("preview.plan.from")).isEqualTo("xs");
        assertThat(plan.at("preview.plan.memoryBytesAfter")).isEqualTo("1073741824");
        assertThat(plan.at("preview.restarts.nodes")).isEqualTo("0");
        assertThat(plan.at("preview.monthlyCost.after")).isEqualTo("45");
        done(plan);
        done(tenant.post("/v1/tickets", request("change-access", "\"add\": [\"api\"], \"remove\": [\"web\"]"))
                .expect(201));
        assertThat(tenant.get(path).expect(200).json().at("/namespaces").toString())
                .isEqualTo("[\"shop\",\"api\"]");

        var back = request("roll-back", "\"revision\": " + revision);
        var preview = tenant.post("/v1/previews", back).expect(200);
        assertThat(preview.at("plan.to")).isEqualTo("xs");
        assertThat(preview.json().at("/access").toString()).isEqualTo("{\"added\":[\"web\"],\"removed\":[\"api\"]}");
        assertThat(preview.json().at("/warnings").toString()).contains("Plan xs leaves 179 MiB", "connected from api");
        done(tenant.post("/v1/tickets", back).expect(201));

        var now = tenant.get(path).expect(200);
        assertThat(now.at("phase")).isEqualTo("ready");
        assertThat(now.at("desiredRevision")).isEqualTo(Integer.toString(revision + 3));
        assertThat(now.at("plan")).isEqualTo("xs");
        assertThat(now.json().at("/namespaces").toString()).isEqualTo("[\"shop\",\"web\"]");
    }

    @Test
    void approvesSomethingElseThanWasAskedFor() {
        var ticket = tenant.post("/v1/tickets", request("change-settings", "\"settings\": {\"timeout\": 60}"))
                .expect(201);
        var path = "/v1/tickets/%s/approve".formatted(ticket.at("id"));
        var edited = request("change-settings", "\"settings\": {\"timeout\": 120}");

        assertThat(approver.post(path, edited).expect(422).at("errors.0.field")).isEqualTo("comment");
        var approved = approver.post(path, edited.replaceFirst("\\{", "{\"comment\": \"Longer\", "))
                .expect(200);
        assertThat(approved.at("request.settings.timeout")).isEqualTo("120");
        fulfilled(approved);

        assertThat(tenant.get("/v1/clusters/" + cluster).at("settings.timeout")).isEqualTo("120");
    }

    @Test
    void waitsForItsTurnAndBeginsByItself() {
        var first = tenant.post("/v1/tickets", request("change-settings", "\"settings\": {\"databases\": 20}"))
                .expect(201);
        approver.post("/v1/tickets/%s/approve".formatted(first.at("id")), null).expect(200);

        var second = tenant.post("/v1/tickets", request("change-settings", "\"settings\": {\"tcp-keepalive\": 30}"))
                .expect(201);
        assertThat(second.json().at("/preview/warnings").toString())
                .contains("Ticket %s (Set databases to 20) is working on the cluster".formatted(first.at("number")));
        var approved = approver.post("/v1/tickets/%s/approve".formatted(second.at("id")), null)
                .expect(200);

        assertThat(approved.at("state")).isEqualTo("scheduled");
        assertThat(approved.at("waitsFor")).startsWith("Ticket %s is working".formatted(first.at("number")));
        fulfilled(second);
        assertThat(tenant.get("/v1/tickets/" + first.at("id")).at("state")).isEqualTo("fulfilled");
        var settings = tenant.get("/v1/clusters/" + cluster).json().at("/settings");
        assertThat(settings.at("/databases").asString()).isEqualTo("20");
        assertThat(settings.at("/tcp-keepalive").asString()).isEqualTo("30");
    }

    @Test
    void refusesToDeleteWhatIsDeletedAlready() {
        var first = tenant.post(
                        "/v1/tickets",
                        request("delete-cluster", "")
                                .replaceFirst(
                                        "\\{",
                                        "{\"when\": {\"at\": \"%s\"}, "
                                                .formatted(Instant.now().plus(Duration.ofDays(1)))))
                .expect(201);
        approver.post("/v1/tickets/%s/approve".formatted(first.at("id")), null).expect(200);

        var refused = tenant.post("/v1/tickets", request("delete-cluster", "")).expect(409);

        assertThat(refused.at("type")).isEqualTo("/problems/ticket-in-the-way");
        assertThat(refused.at("detail")).contains("Ticket %s".formatted(first.at("number")), "is due at");
        tenant.post("/v1/tickets/%s/cancel".formatted(first.at("id")), null).expect(200);
    }

    @Test
    void protectsFromDeletion() {
        var path = "/v1/clusters/%s/deletion-protection".formatted(cluster);

        assertThat(tenant.put(path, null).expect(200).at("deletionProtection")).isEqualTo("true");
        assertThat(tenant.post("/v1/previews", request("delete-cluster", ""))
                        .expect(409)
                        .at("detail"))
                .contains("protected from deletion");
        assertThat(tenant.delete(path).expect(200).at("deletionProtection")).isEqualTo("false");
        tenant.post("/v1/previews", request("delete-cluster", "")).expect(200);
    }

    private void done(Reply ticket) {
        approver.post("/v1/tickets/%s/approve".formatted(ticket.at("id")), null).expect(200);
        fulfilled(ticket);
    }

    private void fulfilled(Reply ticket) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        tenant.get("/v1/tickets/" + ticket.at("id")).at("state").equals("fulfilled"));
    }

    private String request(String kind, String members) {
        return "{\"request\": {\"kind\": \"%s\", \"clusterId\": \"%s\"%s}}"
                .formatted(kind, cluster, members.isEmpty() ? "" : ", " + members);
    }
}
