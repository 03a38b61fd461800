package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.api.HttpDesk.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Finding, counting, exporting and deciding many tickets. */
@KeydeskTest
class QueueTests {

    private final HttpDesk tenant;
    private final HttpDesk approver;
    private final HttpDesk admin;

    /** A word that no other test writes. */
    private final String word = "w"
            + UUID.randomUUID()
                    .toString()
                    .substring(0, 8)
                    .chars()
                    .mapToObj(digit -> Character.toString('a' + Character.digit(digit, 16)))
                    .collect(Collectors.joining());

    private final List<String> filed = new ArrayList<>();

    QueueTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
        approver = tenant.as("dev-approver");
        admin = tenant.as("dev-admin");
    }

    @BeforeEach
    void fileTickets() {
        for (int i = 0; i < 3; i++) {
            filed.add(file(word + "-" + i, "production"));
        }
    }

    @AfterEach
    void cancelTickets() {
        filed.forEach(number -> tenant.post("/v1/tickets/" + number + "/cancel", null));
    }

    private String file(String name, String environment) {
        return tenant.post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "%s", "purpose": "other", "plan": "xs",
                          "environment": "%s", "namespaces": ["shop"]}, "externalReference": "=1+1", "comment": "%s, please"}
                        """.formatted(name, environment, word))
                .expect(201)
                .at("number");
    }

    private static List<String> numbers(Reply page) {
        return page.json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/number").asString())
                .toList();
    }

    @Test
    void findsTicketsByTheirWordsPageByPage() {
        var first = approver.get("/v1/tickets?limit=2&sort=oldest&q=" + word).expect(200);
        var second = approver.get("/v1/tickets?limit=2&sort=oldest&q=" + word + "&after=" + first.at("next"))
                .expect(200);

        assertThat(numbers(first)).containsExactly(filed.get(0), filed.get(1));
        assertThat(numbers(second)).containsExactly(filed.get(2));
        assertThat(second.json().has("next")).isFalse();
    }

    @Test
    void letsNoTenantFindWhatIsAnothers() {
        assertThat(numbers(tenant.get("/v1/tickets?q=" + word).expect(200))).hasSize(3);

        var other = tenant.as("dev-tenant-2");
        assertThat(numbers(other.get("/v1/tickets?q=" + word).expect(200))).isEmpty();
        assertThat(numbers(other.get("/v1/tickets?tenant=demo&q=" + word).expect(200)))
                .isEmpty();
        assertThat(other.get("/v1/tickets/counts?q=" + word).expect(200).at("total"))
                .isEqualTo("0");
        assertThat(other.get("/v1/tickets?q=" + word, "text/csv").expect(200).text())
                .doesNotContain(filed.get(0));
    }

    @Test
    void showsEachCallerWhatIsTheirsToDecide() {
        var queue = "/v1/tickets?decidable=me&sort=waiting-longest&q=" + word;

        assertThat(numbers(approver.get(queue).expect(200))).containsExactlyElementsOf(filed);
        assertThat(numbers(tenant.get(queue).expect(200))).isEmpty();
        approver.post("/v1/tickets/%s/reject".formatted(filed.getFirst()), "{\"comment\": \"No.\"}")
                .expect(200);
        assertThat(numbers(approver.get(queue).expect(200))).containsExactly(filed.get(1), filed.get(2));
        assertThat(approver.get("/v1/tickets/" + filed.getFirst()).at("canDecide.reason"))
                .contains("rejected");
    }

    @Test
    void goesOnBehindAPageOfWhatWaitsLongest() {
        var first = approver.get("/v1/tickets?sort=waiting-longest&limit=2&q=" + word)
                .expect(200);
        var second = approver.get("/v1/tickets?sort=waiting-longest&limit=2&q=" + word + "&after=" + first.at("next"))
                .expect(200);

        assertThat(numbers(first)).containsExactly(filed.get(0), filed.get(1));
        assertThat(numbers(second)).containsExactly(filed.get(2));
        assertThat(approver.get("/v1/tickets?sort=oldest&after=" + first.at("next"))
                        .expect(422)
                        .at("errors.0.field"))
                .isEqualTo("after");
    }

    @Test
    void filtersByEnvironmentAndRequester() {
        var other = file(word + "-staging", "staging");
        filed.add(other);

        assertThat(numbers(approver.get("/v1/tickets?environment=staging&q=" + word)))
                .containsExactly(other);
        assertThat(numbers(approver.get("/v1/tickets?requester=dev-tenant&q=" + word)))
                .hasSize(4);
        assertThat(numbers(approver.get("/v1/tickets?requester=dev-admin&q=" + word)))
                .isEmpty();
        assertThat(numbers(approver.get("/v1/tickets?failing=true&q=" + word))).isEmpty();
    }

    @Test
    void counts() {
        approver.post("/v1/tickets/%s/reject".formatted(filed.getFirst()), "{\"comment\": \"No.\"}")
                .expect(200);

        var counts = approver.get("/v1/tickets/counts?q=" + word).expect(200);

        assertThat(counts.json().at("/states/awaiting-approval").asInt()).isEqualTo(2);
        assertThat(counts.json().at("/states/rejected").asInt()).isEqualTo(1);
        assertThat(counts.json().at("/states/failed").asInt()).isZero();
        assertThat(counts.json().at("/decidable").asInt()).isEqualTo(2);
        assertThat(counts.json().at("/total").asInt()).isEqualTo(3);
        assertThat(counts.at("complete")).isEqualTo("true");
        assertThat(tenant.get("/v1/tickets/counts")
                        .expect(200)
                        .json()
                        .at("/decidable")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "environment=test, environment",
        "decidable=you, decidable",
        "sort=best, sort",
        "q=, q",
        "q=%20, q",
        "sort=waiting-longest&after=MTAy, after",
        "sort=oldest&after=MTAy, after",
        "limit=0, limit"
    })
    void refusesWhatBreaksARule(String query, String field) {
        assertThat(tenant.get("/v1/tickets?" + query).expect(422).at("errors.0.field"))
                .isEqualTo(field);
    }

    @Test
    void refusesWordsWithoutEnd() {
        assertThat(tenant.get("/v1/tickets?q=" + "x".repeat(201)).expect(422).at("errors.0.message"))
                .contains("200");
        assertThat(tenant.get("/v1/tickets/counts?q=" + "x".repeat(201))
                        .expect(422)
                        .at("errors.0.field"))
                .isEqualTo("q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failing=perhaps", "limit=many", "state=nope", "cluster=17"})
    void refusesWhatCannotBeRead(String query) {
        assertThat(tenant.get("/v1/tickets?" + query).expect(400).at("errors.0.field"))
                .isEqualTo(query.replaceFirst("=.*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "\"",
                "(",
                "a & | ! b",
                ":*",
                "<->",
                "-",
                "or",
                "\\",
                "%",
                "东京",
                "x'); drop table tickets; --"
            })
    void searchesForAnythingThatPeopleWrite(String text) {
        tenant.get("/v1/tickets?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .expect(200);
    }

    @Test
    void exportsASpreadsheetInWhichNothingIsAFormula() {
        var reply =
                approver.get("/v1/tickets?sort=oldest&q=" + word, "text/csv").expect(200);

        var lines = reply.text().split("\r\n");
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=UTF-8");
        assertThat(reply.header("Content-Disposition")).contains("tickets.csv");
        assertThat(lines).hasSize(4);
        assertThat(lines[0]).startsWith("number,state,kind,tenant,requester,summary");
        assertThat(lines[1])
                .startsWith(filed.getFirst() + ",awaiting-approval,order-cluster,demo,dev-tenant,\"Order cluster "
                        + word + "-0 (")
                .contains(",'=1+1,")
                .doesNotContain(",=1+1");
    }

    @Test
    void exportsTheHeaderWhereNothingIsFound() {
        var reply = approver.get("/v1/tickets?q=nonsense" + word, "text/csv").expect(200);

        assertThat(reply.text()).startsWith("number,").endsWith("reason\r\n").hasLineCount(1);
        approver.get("/v1/tickets", "image/png").expect(406);
        assertThat(approver.get("/v1/tickets?sort=best", "text/csv").status()).isEqualTo(422);
    }

    @Test
    void approvesSeveralWithOnePreview() {
        var version = approver.get("/v1/tickets/" + filed.get(1)).header("ETag").replace("\"", "\\\"");
        approver.post("/v1/tickets/%s/reject".formatted(filed.getFirst()), "{\"comment\": \"No.\"}")
                .expect(200);
        tenant.patch("/v1/tickets/" + filed.get(1), "{\"externalReference\": \"SHOP-1\"}")
                .expect(200);
        var body = """
                {"tickets": ["%s", "%s", "%s", "VK-999999"], "ifMatch": {"%s": "%s"}, "comment": "Go."}""".formatted(filed.get(0), filed.get(1), filed.get(2), filed.get(1), version);

        var preview = approver.post("/v1/tickets/approvals/preview", body).expect(200);

        assertThat(preview.at("items.0.problem.type")).isEqualTo("/problems/wrong-state");
        assertThat(preview.at("items.1.problem.type")).isEqualTo("/problems/stale");
        assertThat(preview.at("items.2.canApprove")).isEqualTo("true");
        assertThat(preview.at("items.2.ticket.number")).isEqualTo(filed.get(2));
        assertThat(preview.at("items.3.problem.type")).isEqualTo("/problems/not-found");
        assertThat(preview.json().at("/totals/tickets").asInt()).isEqualTo(1);
        assertThat(preview.json().at("/totals/memoryBytes").asLong()).isPositive();

        var key = UUID.randomUUID().toString();
        var approved = approver.post("/v1/tickets/approvals", body, "Idempotency-Key", key)
                .expect(200);
        var again = approver.post("/v1/tickets/approvals", body, "Idempotency-Key", key)
                .expect(200);

        for (var reply : List.of(approved, again)) {
            assertThat(reply.json().at("/approved").asInt()).isEqualTo(1);
            assertThat(reply.json().at("/refused").asInt()).isEqualTo(3);
            assertThat(reply.at("items.0.problem.status")).isEqualTo("409");
            assertThat(reply.at("items.2.ticket.decisions.0.comment")).isEqualTo("Go.");
        }
        assertThat(approver.post("/v1/tickets/approvals", "{\"tickets\": [\"VK-1\"]}", "Idempotency-Key", key)
                        .expect(422)
                        .at("type"))
                .isEqualTo("/problems/idempotency-key-reused");
    }

    @Test
    void refusesToApproveSeveralForThoseWhoMayNot() {
        var body = "{\"tickets\": [\"%s\"]}".formatted(filed.getFirst());

        tenant.post("/v1/tickets/approvals", body).expect(403);
        tenant.post("/v1/tickets/approvals/preview", body).expect(403);
        assertThat(approver.post("/v1/tickets/approvals", "{\"tickets\": []}")
                        .expect(422)
                        .at("errors.0.field"))
                .isEqualTo("tickets");
        approver.post("/v1/tickets/approvals", "{\"tickets\": [null]}").expect(200);
        approver.post("/v1/tickets/approvals", "{\"ticket\": []}").expect(400);
    }

    @Test
    void tellsHowLongTicketsTake() {
        approver.post("/v1/tickets/%s/reject".formatted(filed.getFirst()), "{\"comment\": \"No.\"}")
                .expect(200);

        var levels = tenant.get("/v1/service-levels").expect(200);
        var orders = levels.json()
                .at("/items")
                .valueStream()
                .filter(item -> item.at("/kind").asString().equals("order-cluster"))
                .findFirst()
                .orElseThrow();

        assertThat(orders.at("/timeToDecide/count").asLong()).isPositive();
        assertThat(orders.at("/timeToDecide/p95").asString()).startsWith("PT");
        assertThat(tenant.as("dev-tenant-2")
                        .get("/v1/service-levels?tenant=demo")
                        .expect(200)
                        .json()
                        .at("/items"))
                .isEmpty();
        assertThat(tenant.get("/v1/service-levels?since=2020-01-01T00:00:00Z")
                        .expect(422)
                        .at("errors.0.field"))
                .isEqualTo("since");
        tenant.get("/v1/service-levels?since=yesterday").expect(400);
        assertThat(admin.get("/actuator/prometheus").expect(200).text())
                .contains(
                        "keydesk_service_level_seconds{kind=\"order-cluster\",level=\"time-to-decide\",quantile=\"0.95\"}");
    }
}
