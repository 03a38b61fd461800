package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tickets that are carried out at a time, or in a maintenance window. */
@KeydeskTest
@Timeout(120)
class ScheduleTests {

    /** Not today, and not tomorrow. */
    private static final String WINDOW = """
            {"weekday": "%s", "start": "03:00", "length": "PT4H", "timeZone": "Europe/Berlin"}""".formatted(
            LocalDate.now(ZoneOffset.UTC).plusDays(3).getDayOfWeek().name().toLowerCase(Locale.ROOT));

    private final HttpDesk tenant;
    private final HttpDesk approver;

    ScheduleTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
        approver = tenant.as("dev-approver");
    }

    @Test
    void waitsUntilItIsMovedAndCancelled() {
        var tomorrow = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        var ticket = file(order("later-cache"), "{\"at\": \"%s\"}".formatted(tomorrow))
                .expect(201);
        assertThat(ticket.at("when.at")).isEqualTo(tomorrow.toString());
        assertThat(ticket.at("preview.dueAt")).isEqualTo(tomorrow.toString());

        var scheduled = approve(ticket).expect(200);
        assertThat(scheduled.at("state")).isEqualTo("scheduled");
        assertThat(scheduled.at("dueAt")).isEqualTo(tomorrow.toString());

        var later = tomorrow.plus(Duration.ofHours(1));
        var move = "{\"when\": {\"at\": \"%s\"}, \"comment\": \"After the sale\"}";
        assertThat(post(ticket, "move", move.formatted(later)).expect(200).at("dueAt"))
                .isEqualTo(later.toString());
        assertThat(post(ticket, "move", move.formatted(tomorrow), "If-Match", scheduled.header("ETag"))
                        .expect(412)
                        .at("type"))
                .isEqualTo("/problems/stale");
        assertThat(post(ticket, "cancel", "{}").expect(200).at("state")).isEqualTo("cancelled");
        assertThat(post(ticket, "start", "{}").expect(409).at("type")).isEqualTo("/problems/wrong-state");
    }

    @Test
    void becomesDueByItself() {
        var ticket = file(
                        order("soon-cache"),
                        "{\"at\": \"%s\"}".formatted(Instant.now().plusSeconds(3)))
                .expect(201);
        assertThat(approve(ticket).expect(200).at("state")).isEqualTo("scheduled");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> tenant.get(path(ticket)).at("state").equals("in-progress"));

        assertThat(tenant.get(path(ticket) + "/events").text()).containsOnlyOnce("\"ticket-due\"");
        post(ticket, "cancel", "{}").expect(200);
    }

    @Test
    void waitsForTheWindowOfItsCluster() {
        var order = file(order("window-cache"), "null").expect(201);
        approve(order).expect(200);
        var cluster = "/v1/clusters/" + order.at("clusterId");
        var change = """
                {"kind": "change-settings", "clusterId": "%s", "settings": {"timeout": 300}}""".formatted(order.at("clusterId"));
        assertThat(file(change, "{\"maintenanceWindow\": true}").expect(422).at("errors.0.message"))
                .contains("PUT " + cluster + "/maintenance-window");

        var maintained = tenant.put(cluster + "/maintenance-window", WINDOW).expect(200);
        var ticket = file(change, "{\"maintenanceWindow\": true}").expect(201);
        var scheduled = approve(ticket).expect(200);

        var next = maintained.at("maintenanceWindow.nextStart");
        assertThat(Instant.parse(next)).isAfter(Instant.now());
        var shown = tenant.get(cluster).expect(200);
        assertThat(shown.at("pendingTicket.number")).isEqualTo(order.at("number"));
        assertThat(scheduled.at("dueAt")).isEqualTo(next);
        assertThat(shown.at("pendingChange.number")).isEqualTo(ticket.at("number"));
        assertThat(shown.at("pendingChange.dueAt")).isEqualTo(next);
        assertThat(tenant.delete(cluster + "/maintenance-window").expect(409).at("type"))
                .isEqualTo("/problems/ticket-in-the-way");
        post(ticket, "cancel", "{}").expect(200);
        assertThat(tenant.delete(cluster + "/maintenance-window", "If-Match", "\"0\"")
                        .expect(412)
                        .at("type"))
                .isEqualTo("/problems/stale");
        assertThat(tenant.delete(cluster + "/maintenance-window").expect(200).text())
                .doesNotContain("maintenanceWindow");
        assertThat(tenant.get(cluster + "/events?limit=200").text())
                .contains("maintenance-window-set", "maintenance-window-removed");
        post(order, "cancel", "{}").expect(200);
    }

    @Test
    void leavesProductionTimeInWhichItsDeletionIsTakenBack() {
        var order = file(order("graceful").replace("development", "production"), "null")
                .expect(201);
        approve(order).expect(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tenant.get(path(order)).at("state").equals("fulfilled"));
        var deletion = "{\"kind\": \"delete-cluster\", \"clusterId\": \"%s\"}".formatted(order.at("clusterId"));
        var soon = "{\"at\": \"%s\"}".formatted(Instant.now().plus(Duration.ofMinutes(1)));
        // By the clock of the database, as everything that keydesk says.
        var graceEnd = Instant.parse(tenant.get(path(order)).at("endedAt")).plus(Duration.ofHours(24));

        var ticket = file(deletion, soon).expect(201);
        assertThat(Instant.parse(ticket.at("preview.dueAt"))).isAfterOrEqualTo(graceEnd);
        assertThat(ticket.json().at("/preview/restarts").has("expectedWritePause"))
                .isFalse();
        assertThat(ticket.json().at("/preview/warnings").toString())
                .contains(
                        "the cluster and its connection go on until " + ticket.at("preview.dueAt"),
                        "takes the deletion back");
        var scheduled = approvedByTwo(ticket);
        assertThat(Instant.parse(scheduled.at("dueAt"))).isAfterOrEqualTo(graceEnd);
        assertThat(post(ticket, "start", "{}").expect(403).at("detail")).contains("ask an admin");
        assertThat(post(ticket, "cancel", "{}").expect(200).at("state")).isEqualTo("cancelled");
        assertThat(tenant.get("/v1/clusters/" + order.at("clusterId")).at("phase"))
                .isEqualTo("ready");

        var again = file(deletion, "null").expect(201);
        approvedByTwo(again);
        tenant.as("dev-admin").post(path(again) + "/start", "{}").expect(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tenant.get(path(again)).at("state").equals("fulfilled"));
    }

    private Reply approvedByTwo(Reply ticket) {
        approve(ticket).expect(200);
        var approved =
                tenant.as("dev-admin").post(path(ticket) + "/approve", null).expect(200);
        assertThat(approved.at("state")).isEqualTo("scheduled");
        return approved;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                              | when
            {"maintenanceWindow": false}                                    | when
            {"at": "2099-01-01T00:00:00Z", "maintenanceWindow": true}       | when
            {"at": "2099-01-01T00:00:00Z"}                                  | when.at
            {"at": "2001-01-01T00:00:00Z"}                                  | when.at
            {"at": "+1000000-01-01T00:00:00Z"}                              | when.at
            {"maintenanceWindow": true}                                     | when.maintenanceWindow
            """)
    void refusesATimeThatNeverComes(String when, String field) {
        assertThat(file(order("never-cache"), when).expect(422).at("errors.0.field"))
                .isEqualTo(field);
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThat(file(order("never-cache"), "{\"at\": \"tomorrow\"}")
                        .expect(400)
                        .at("type"))
                .isEqualTo("/problems/malformed");
    }

    @Test
    void refusesAWindowThatNeverComesByField() {
        var order = file(order("no-window-cache"), "null").expect(201);
        approve(order).expect(200);
        var path = "/v1/clusters/%s/maintenance-window".formatted(order.at("clusterId"));

        var refusal = tenant.put(path, "{\"start\": \"25:00\", \"length\": \"PT1S\", \"timeZone\": \"Mars\"}")
                .expect(422);

        assertThat(refusal.json()
                        .at("/errors")
                        .valueStream()
                        .map(error -> error.at("/field").asString()))
                .containsExactly("weekday", "start", "length", "timeZone");
        assertThat(tenant.as("dev-viewer").put(path, WINDOW).expect(403).at("type"))
                .isEqualTo("/problems/forbidden");
        tenant.as("dev-tenant-2").put(path, WINDOW).expect(404);
        post(order, "cancel", "{}").expect(200);
    }

    private static String order(String name) {
        return """
                {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                  "environment": "development", "namespaces": ["shop"]}""".formatted(name);
    }

    private Reply file(String request, String when) {
        return tenant.post("/v1/tickets", "{\"request\": %s, \"when\": %s}".formatted(request, when));
    }

    private Reply approve(Reply ticket) {
        return approver.post(path(ticket) + "/approve", "{\"comment\": \"Fine\"}");
    }

    private Reply post(Reply ticket, String action, String body, String... headers) {
        return tenant.post(path(ticket) + "/" + action, body, headers);
    }

    private static String path(Reply ticket) {
        return "/v1/tickets/" + ticket.at("id");
    }
}
