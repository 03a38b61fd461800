package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.api.HttpDesk.Reply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each is refused with a problem that names the field, the rule and the way out; nothing is stored. */
@KeydeskTest
class BadInputTests {

    private final HttpDesk tenant;
    private final HttpDesk admin;

    BadInputTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
        admin = tenant.as("dev-admin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name        | "Orders"                 | request.name                      | DNS label
                    name        | "a-name-that-is-longer-than-forty-characters" | request.name  | at most 40
                    name        | ""                       | request.name                      | DNS label
                    purpose     | "queue"                  | request.purpose                   | session-cache, rate-limiting
                    environment | "test"                   | request.environment               | development, staging, production
                    plan        | "xxl"                    | request.plan                      | xs, s, m, l
                    region      | "mars"                   | request.region                    | local
                    namespaces  | []                       | request.namespaces                | 1 to 20
                    namespaces  | ["shop", "shop"]         | request.namespaces                | each namespace once
                    namespaces  | ["Shop"]                 | request.namespaces[0]             | DNS label
                    settings    | {"maxmemory": "1gb"}     | request.settings.maxmemory        | GET /v1/settings
                    settings    | {"timeout": 5}           | request.settings.timeout          | from 20 to 31536000
                    settings    | {"timeout": null}        | request.settings.timeout          | from 20 to 31536000
                    settings    | {"timeout": 20.5}        | request.settings.timeout          | from 20 to 31536000
                    settings    | {"maxmemory-policy": "lru"} | request.settings.maxmemory-policy | allkeys-lru
                    """)
    void refusesValuesThatBreakARule(String member, String value, String field, String rule) {
        var reply = tenant.post("/v1/tickets", order(member, value)).expect(422);

        assertThat(reply.at("type")).isEqualTo("/problems/invalid");
        assertThat(reply.at("errors.0.field")).isEqualTo(field);
        assertThat(reply.at("errors.0.message")).contains(rule);
        assertNothingIsStored();
    }

    @Test
    void namesEveryBrokenRuleAtOnce() {
        var reply = tenant.post("/v1/tickets", "{\"request\": {\"kind\": \"order-cluster\"}}")
                .expect(422);

        assertThat(reply.json()
                        .at("/errors")
                        .valueStream()
                        .map(error -> error.at("/field").asString()))
                .containsExactly(
                        "request.name", "request.purpose", "request.environment", "request.plan", "request.namespaces");
    }

    @Test
    void refusesUnknownFieldsByName() {
        var reply = tenant.post("/v1/tickets", order("colour", "\"red\"")).expect(400);

        assertThat(reply.at("type")).isEqualTo("/problems/unknown-field");
        assertThat(reply.at("errors.0.field")).isEqualTo("request.colour");
        assertNothingIsStored();
    }

    @Test
    void refusesUnknownKindsWithThoseThatAreKnown() {
        var reply = tenant.post("/v1/tickets", "{\"request\": {\"kind\": \"explode\"}}")
                .expect(422);

        assertThat(reply.at("errors.0.field")).isEqualTo("request.kind");
        assertThat(reply.at("errors.0.message")).contains("order-cluster, ", ", fail-over", ", delete-cluster");
    }

    @Test
    void saysWhereJsonIsMalformed() {
        var reply = tenant.post("/v1/tickets", "{\"request\": \n {,}").expect(400);

        assertThat(reply.at("type")).isEqualTo("/problems/malformed");
        assertThat(reply.at("detail")).contains("line 2");
    }

    @Test
    void refusesMembersThatAreNamedTwice() {
        var reply = tenant.post("/v1/tickets", order("colour", "1, \"name\": \"other\""))
                .expect(400);

        assertThat(reply.at("type")).isEqualTo("/problems/malformed");
        assertNothingIsStored();
    }

    @Test
    void refusesJsonBeyondReason() {
        var deep = tenant.post("/v1/tickets", "{\"request\": " + "[".repeat(2000) + "]".repeat(2000) + "}")
                .expect(400);
        var long_ = tenant.post("/v1/tickets", order("settings", "{\"timeout\": " + "9".repeat(2000) + "}"))
                .expect(400);

        assertThat(deep.at("type")).isEqualTo("/problems/malformed");
        assertThat(long_.at("detail")).contains("too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant=%00", "tenant=%FF", "%FF=1", "after=%00"})
    void refusesParametersThatAreNoText(String query) {
        var reply = admin.get("/v1/tickets?" + query).expect(400);

        assertThat(reply.at("type")).isEqualTo("/problems/malformed");
    }

    @Test
    void namesTheFieldOfAWrongType() {
        var reply = tenant.post("/v1/tickets", order("namespaces", "\"shop\"")).expect(400);

        assertThat(reply.at("errors.0.field")).isEqualTo("request.namespaces");
        assertThat(reply.at("errors.0.message")).contains("a list");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name       | true
                    name       | 5
                    namespaces | [1]
                    """)
    void takesNothingElseForAString(String member, String value) {
        var reply = tenant.post("/v1/tickets", order(member, value)).expect(400);

        assertThat(reply.at("errors.0.field")).startsWith("request." + member);
        assertThat(reply.at("errors.0.message")).contains("must be a string");
    }

    @Test
    void namesTheChoicesOfAFilter() {
        assertThat(tenant.get("/v1/tickets?state=nope").expect(400).at("detail"))
                .contains("awaiting-approval", "failed");
        assertThat(tenant.get("/v1/tickets?kind=nope").expect(400).at("detail")).contains("order-cluster");
    }

    @Test
    void refusesBodiesThatAreTooLarge() {
        var reply = tenant.post("/v1/tickets", order("name", "\"" + "x".repeat(70_000) + "\""))
                .expect(413);

        assertThat(reply.at("type")).isEqualTo("/problems/too-large");
        assertThat(reply.at("detail")).contains("64 KiB");
    }

    @Test
    void refusesBodiesThatAreTooLargeAndDoNotSaySo() {
        var reply = tenant.postChunked("/v1/tickets", order("name", "\"" + "x".repeat(70_000) + "\""))
                .expect(413);

        assertThat(reply.at("type")).isEqualTo("/problems/too-large");
    }

    @Test
    void readsNoBodyOfAStrangerWhateverItsType() {
        var form =
                tenant.as("").request("/v1/tickets/VK-1").header("Content-Type", "application/x-www-form-urlencoded");
        var pieces = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1_000_000]));

        assertThat(tenant.send(form.method("PATCH", pieces), "/unchecked").status())
                .isEqualTo(401);
    }

    @Test
    void refusesCorrectionsThatCorrectNothing() {
        var ticket =
                tenant.post("/v1/tickets", order("name", "\"uncorrected\"")).expect(201);
        var path = "/v1/tickets/" + ticket.at("id");

        tenant.patch(path, "{}").expect(422);

        assertThat(tenant.get(path).header("ETag")).isEqualTo(ticket.header("ETag"));
        tenant.post(path + "/cancel", null).expect(200);
    }

    @Test
    void refusesAPreviewOfATakenName() {
        var ticket =
                tenant.post("/v1/tickets", order("name", "\"looked-at-twice\"")).expect(201);

        var reply = tenant.post("/v1/previews", order("name", "\"looked-at-twice\""))
                .expect(409);

        assertThat(reply.at("type")).isEqualTo("/problems/name-taken");
        tenant.post("/v1/tickets/%s/cancel".formatted(ticket.at("id")), null).expect(200);
    }

    @Test
    void refusesBodiesThatAreNoJson() {
        var request = tenant.request("/v1/tickets").header("Content-Type", "text/plain");

        var reply = tenant.send(request.POST(BodyPublishers.ofString("order, please")), "/v1/tickets");

        assertThat(reply.expect(415).at("type")).isEqualTo("/problems/unsupported-media-type");
    }

    @Test
    void refusesCommentsThatAreTooLong() {
        var body = "{\"request\": %s, \"comment\": \"%s\"}".formatted(request("name", "\"fine\""), "x".repeat(4001));

        var reply = tenant.post("/v1/tickets", body).expect(422);

        assertThat(reply.at("errors.0.field")).isEqualTo("comment");
        assertNothingIsStored();
    }

    @Test
    void refusesCharactersThatNoDatabaseKeeps() {
        tenant.get("/v1/clusters?name=%00").expect(400);
        var body = "{\"request\": %s, \"comment\": \"zero \\u0000\"}".formatted(request("name", "\"fine\""));
        assertThat(tenant.post("/v1/tickets", body).expect(422).at("errors.0.field"))
                .isEqualTo("comment");
    }

    @Test
    void refusesLimitsAndCursorsOutOfRange() {
        assertThat(tenant.get("/v1/tickets?limit=0").expect(422).at("errors.0.field"))
                .isEqualTo("limit");
        assertThat(tenant.get("/v1/tickets?limit=201").expect(422).at("errors.0.field"))
                .isEqualTo("limit");
        assertThat(tenant.get("/v1/tickets?after=!").expect(422).at("errors.0.field"))
                .isEqualTo("after");
        assertThat(tenant.get("/v1/tickets?limit=many").expect(400).at("errors.0.field"))
                .isEqualTo("limit");
    }

    @Test
    void refusesTakenNamesWithTheTicketThatHasThem() {
        var first = tenant.post("/v1/tickets", order("name", "\"taken\"")).expect(201);

        var reply = tenant.post("/v1/tickets", order("name", "\"taken\"")).expect(409);

        assertThat(reply.at("type")).isEqualTo("/problems/name-taken");
        assertThat(reply.at("detail")).contains(first.at("number"));
        tenant.post("/v1/tickets/%s/cancel".formatted(first.at("number")), null).expect(200);
        var again = tenant.post("/v1/tickets", order("name", "\"taken\"")).expect(201);
        tenant.post("/v1/tickets/%s/cancel".formatted(again.at("number")), null).expect(200);
    }

    @Test
    void refusesWhatTheStateDoesNotAllow() {
        var ticket = tenant.post("/v1/tickets", order("name", "\"cancelled\"")).expect(201);
        var path = "/v1/tickets/" + ticket.at("number");
        tenant.post(path + "/cancel", null).expect(200);

        for (var action : new String[] {"approve", "cancel", "retry"}) {
            var reply = admin.post(path + "/" + action, null).expect(409);
            assertThat(reply.at("type")).isEqualTo("/problems/wrong-state");
            assertThat(reply.at("detail")).contains(ticket.at("number"), "cancelled");
        }
        tenant.patch(path, "{\"comment\": \"too late\"}").expect(409);
    }

    @Test
    void refusesDecidingOnesOwn() {
        var ticket = admin.post(
                        "/v1/tickets", "{\"tenant\": \"demo\", \"request\": %s}".formatted(request("name", "\"own\"")))
                .expect(201);

        var reply = admin.post("/v1/tickets/%s/approve".formatted(ticket.at("id")), null)
                .expect(403);

        assertThat(reply.at("detail")).contains("four-eyes");
        admin.post("/v1/tickets/%s/cancel".formatted(ticket.at("id")), null).expect(200);
    }

    @Test
    void refusesStaleVersions() {
        var ticket = tenant.post("/v1/tickets", order("name", "\"stale\"")).expect(201);
        var path = "/v1/tickets/" + ticket.at("id");
        tenant.patch(path, "{\"externalReference\": \"SHOP-2\"}").expect(200);

        var reply = tenant.patch(path, "{\"externalReference\": \"SHOP-3\"}", "If-Match", ticket.header("ETag"))
                .expect(412);

        assertThat(reply.at("type")).isEqualTo("/problems/stale");
        assertThat(tenant.get(path).at("externalReference")).isEqualTo("SHOP-2");
        tenant.post(path + "/cancel", null).expect(200);
    }

    @Test
    void refusesAnIdempotencyKeyWithAnotherBody() {
        var key = new String[] {"Idempotency-Key", "order-1"};
        var first = tenant.post("/v1/tickets", order("name", "\"once\""), key).expect(201);
        var again = tenant.post("/v1/tickets", order("name", "\"once\""), key).expect(201);

        var reply = tenant.post("/v1/tickets", order("name", "\"twice\""), key).expect(422);

        assertThat(again.at("id")).isEqualTo(first.at("id"));
        assertThat(reply.at("type")).isEqualTo("/problems/idempotency-key-reused");
        tenant.post("/v1/tickets/%s/cancel".formatted(first.at("id")), null).expect(200);
    }

    @Test
    void saysWhatIsMissingOfTheQuota() {
        var other = tenant.as("dev-tenant-2");

        var reply = other.post("/v1/tickets", order("plan", "\"m\"")).expect(422);

        assertThat(reply.at("type")).isEqualTo("/problems/quota-exceeded");
        assertThat(reply.at("what")).isEqualTo("memory-bytes");
        assertThat(reply.at("limit")).isEqualTo("1073741824");
        assertThat(reply.at("requested")).isEqualTo("4294967296");
        assertThat(reply.at("missing")).isEqualTo("3221225472");
    }

    private static String order(String member, String value) {
        return "{\"request\": %s}".formatted(request(member, value));
    }

    /** A good order with one member replaced or added. */
    private static String request(String member, String value) {
        var members = new LinkedHashMap<String, String>();
        members.put("kind", "\"order-cluster\"");
        members.put("name", "\"bad-input\"");
        members.put("purpose", "\"session-cache\"");
        members.put("plan", "\"xs\"");
        members.put("environment", "\"development\"");
        members.put("namespaces", "[\"shop\"]");
        members.put(member, value);
        return members.entrySet().stream()
                .map(entry -> "\"%s\": %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private void assertNothingIsStored() {
        Reply tickets = tenant.get("/v1/tickets?limit=200").expect(200);
        assertThat(tickets.text()).doesNotContain("bad-input");
    }
}
