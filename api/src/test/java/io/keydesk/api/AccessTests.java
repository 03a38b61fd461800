package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who sees what, who may do what, and what browsers are told. */
@KeydeskTest
class AccessTests {

    private final int port;
    private final HttpDesk tenant;
    private String ticket = "";

    AccessTests(@LocalServerPort int port) {
        this.port = port;
        this.tenant = new HttpDesk(port, "dev-tenant");
    }

    @BeforeEach
    void fileTicket() {
        ticket = "/v1/tickets/" + tenant.post("/v1/tickets", """
                                {"request": {"kind": "order-cluster", "name": "access", "purpose": "other", "plan": "xs",
                                  "environment": "production", "namespaces": ["shop"]}}""").expect(201).at("number");
    }

    @AfterEach
    void cancelTicket() {
        tenant.post(ticket + "/cancel", null).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void asksForAToken(String token) {
        var reply = tenant.as(token).get("/v1/tickets").expect(401);

        assertThat(reply.at("type")).isEqualTo("/problems/unauthenticated");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void hidesTicketsFromOtherTenants() {
        var other = tenant.as("dev-tenant-2");

        assertThat(other.get(ticket).expect(404).at("type")).isEqualTo("/problems/not-found");
        other.post(ticket + "/cancel", null).expect(404);
        other.post(ticket + "/comments", "{\"text\": \"hello\"}").expect(404);
        assertThat(other.get("/v1/tickets").expect(200).text()).doesNotContain("access");
        assertThat(other.get("/v1/tickets?tenant=demo").expect(200).text()).doesNotContain("access");
        other.get("/v1/clusters/" + tenant.get(ticket).at("clusterId")).expect(404);
    }

    @Test
    void letsViewersReadOnly() {
        var viewer = tenant.as("dev-viewer");

        viewer.get(ticket).expect(200);
        viewer.post(ticket + "/cancel", null).expect(403);
        viewer.post(ticket + "/approve", null).expect(403);
        viewer.post(ticket + "/comments", "{\"text\": \"hello\"}").expect(403);
        viewer.post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "viewer", "purpose": "other", "plan": "xs",
                          "environment": "production", "namespaces": ["shop"]}}""").expect(403);
    }

    @Test
    void tellsEachCallerWhetherTheyCanDecide() {
        assertThat(tenant.as("dev-approver").get(ticket).at("canDecide.allowed"))
                .isEqualTo("true");
        assertThat(tenant.get(ticket).at("canDecide.allowed")).isEqualTo("false");
        assertThat(tenant.get(ticket).at("canDecide.reason")).contains("approvers");
        tenant.post(ticket + "/approve", null).expect(403);
    }

    @Test
    void letsPeopleTalk() {
        tenant.as("dev-approver")
                .post(ticket + "/comments", "{\"text\": \"What is it for?\"}")
                .expect(201);
        tenant.post(ticket + "/comments", "{\"text\": \"The shop\"}").expect(201);

        var first = tenant.get(ticket + "/comments?limit=1").expect(200);
        var second = tenant.get(ticket + "/comments?limit=1&after=" + first.at("next"))
                .expect(200);

        assertThat(first.at("items.0.text")).isEqualTo("What is it for?");
        assertThat(second.at("items.0.author")).isEqualTo("dev-tenant");
        assertThat(second.json().has("next")).isFalse();
    }

    @Test
    void takesAReferenceAway() {
        tenant.patch(ticket, "{\"externalReference\": \"SHOP-7\"}").expect(200);

        var reply = tenant.patch(ticket, "{\"externalReference\": \"\"}").expect(200);

        assertThat(reply.json().has("externalReference")).isFalse();
    }

    @Test
    void rejectsWithAReasonOnly() {
        var approver = tenant.as("dev-approver");
        var other = "/v1/tickets/" + tenant.post("/v1/tickets", """
                                {"request": {"kind": "order-cluster", "name": "rejected", "purpose": "other", "plan": "xs",
                                  "environment": "production", "namespaces": ["shop"]}}""").at("number");

        assertThat(approver.post(other + "/reject", null).expect(422).at("errors.0.field"))
                .isEqualTo("comment");
        var rejected = approver.post(other + "/reject", "{\"comment\": \"Use the old one\"}")
                .expect(200);

        assertThat(rejected.at("state")).isEqualTo("rejected");
        assertThat(rejected.at("reason")).isEqualTo("Use the old one");
        assertThat(rejected.at("decisions.0.verdict")).isEqualTo("reject");
    }

    @Test
    void answersNotModifiedToWhoHasTheVersion() {
        var version = tenant.get(ticket).header("ETag");

        var reply = tenant.send(
                tenant.request(ticket).header("If-None-Match", version).GET(), "/unchecked");

        assertThat(reply.status()).isEqualTo(304);
    }

    @Test
    void sendsSecurityHeaders() {
        var reply = tenant.get("/v1/me").expect(200);

        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(reply.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(reply.header("Cache-Control")).contains("no-store");
        assertThat(reply.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void refusesNamesThatAreNotOfThisMachine() throws IOException {
        assertThat(raw("GET /v1/me HTTP/1.1", "Host: evil.example"))
                .startsWith("HTTP/1.1 400")
                .contains("/problems/malformed")
                .doesNotContain("roles");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /v1/tickets/%00 HTTP/1.1", "GET /v1/tickets/..%2f..%2fetc HTTP/1.1", "GET /v1/<> HTTP/1.1"})
    void answersWhatIsNoRequestWithAProblem(String request) throws IOException {
        assertThat(raw(request, "Host: localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "/problems/malformed");
    }

    /** What comes back for lines that no HTTP client would send. */
    private String raw(String request, String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            var lines =
                    String.join("\r\n", request, host, "Authorization: Bearer dev-admin", "Connection: close", "", "");
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
