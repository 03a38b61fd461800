package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tenants may have, what they have had, and who decides for them. */
@KeydeskTest
class TenantsTests {

    private final HttpDesk demo;
    private final HttpDesk acme;
    private final HttpDesk admin;
    private final JdbcClient jdbc;

    TenantsTests(@LocalServerPort int port, @Autowired JdbcClient jdbc) {
        demo = new HttpDesk(port, "dev-tenant");
        acme = demo.as("dev-tenant-2");
        admin = demo.as("dev-admin");
        this.jdbc = jdbc;
    }

    @Test
    void showsTenantsTheirOwnQuotas() {
        assertThat(acme.get("/v1/tenants").expect(200).json().at("/items")).hasSize(1);

        var tenant = acme.get("/v1/tenants/acme").expect(200);

        assertThat(tenant.at("quota.clusters.limit")).isEqualTo("1");
        assertThat(tenant.at("quota.memoryBytes.limit")).isEqualTo("1073741824");
        assertThat(tenant.at("quota.environments.0.environment")).isEqualTo("staging");
        assertThat(tenant.at("quota.environments.0.clusters.free")).isEqualTo("0");
        assertThat(acme.get("/v1/tenants/demo").expect(404).at("type")).isEqualTo("/problems/not-found");
        acme.get("/v1/tenants/demo/usage").expect(404);
    }

    @Test
    void showsAdminsAllTenantsPageByPage() {
        var first = admin.get("/v1/tenants?limit=1").expect(200);
        var second = admin.get("/v1/tenants?limit=1&after=" + first.at("next")).expect(200);

        assertThat(first.at("items.0.slug")).isEqualTo("acme");
        assertThat(second.at("items.0.slug")).isEqualTo("demo");
        assertThat(second.json().has("next")).isFalse();
    }

    @Test
    void refusesWhatDoesNotFitIntoTheEnvironment() {
        var refused = acme.post("/v1/tickets", order("staged", "staging")).expect(422);

        assertThat(refused.at("type")).isEqualTo("/problems/quota-exceeded");
        assertThat(refused.at("quota")).isEqualTo("staging");
        assertThat(refused.at("limit")).isEqualTo("0");
        assertThat(refused.at("missing")).isEqualTo("1");
        assertThat(refused.at("detail")).contains("quota for staging is 0 clusters");
    }

    @Test
    void addsUpWhatADeletedClusterHasCost() {
        var id = deletedInFebruary("of-january");

        var usage = acme.get("/v1/tenants/acme/usage?month=2026-01").expect(200);
        var cluster = acme.get("/v1/clusters/" + id + "/usage?month=2026-01").expect(200);

        assertThat(usage.at("total.costToDate.amount")).isEqualTo("6.13");
        assertThat(usage.at("total.forecast.amount")).isEqualTo("6.13");
        assertThat(usage.at("total.running")).isEqualTo("0");
        assertThat(usage.at("total.usedMemoryBytes")).isEqualTo("0");
        assertThat(usage.at("environments.0.environment")).isEqualTo("production");
        assertThat(usage.at("items.0.name")).isEqualTo("of-january");
        assertThat(usage.at("quota.clusters.used")).isEqualTo("0");
        assertThat(cluster.at("spans.0.hours")).isEqualTo("48.0");
        assertThat(cluster.at("spans.1.plan")).isEqualTo("m");
        assertThat(cluster.at("running")).isEqualTo("false");
        demo.get("/v1/clusters/" + id + "/usage").expect(404);
        assertThat(acme.get("/v1/tenants/acme/usage?month=2025-12")
                        .expect(200)
                        .json()
                        .at("/items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-12", "2026-13", "last", ""})
    void refusesMonthsThatAreNone(String month) {
        var refused = demo.get("/v1/tenants/demo/usage?month=" + month).expect(422);

        assertThat(refused.at("errors.0.field")).isEqualTo("month");
    }

    @Test
    void letsTheApproverOfATenantDecideForItOnly() {
        var approver = demo.as("dev-tenant-approver");
        var own = demo.post("/v1/tickets", order("delegated", "production")).expect(201);
        var others =
                acme.post("/v1/tickets", order("not-delegated", "development")).expect(201);

        assertThat(approver.get("/v1/me").at("tenants.0.role")).isEqualTo("approver");
        assertThat(approver.get("/v1/tickets").text()).contains("delegated").doesNotContain("not-delegated");
        approver.post("/v1/tickets/" + others.at("number") + "/reject", "{\"comment\": \"No\"}")
                .expect(404);
        approver.post("/v1/tickets", order("filed", "production")).expect(403);
        assertThat(approver.post("/v1/tickets/" + own.at("number") + "/reject", "{\"comment\": \"No\"}")
                        .expect(200)
                        .at("decisions.0.by"))
                .isEqualTo("dev-tenant-approver");
        assertThat(acme.get("/v1/tickets/" + others.at("number")).at("canDecide.reason"))
                .isEqualTo("Only its approvers, approvers of all tenants and admins decide tickets of tenant acme.");
        acme.post("/v1/tickets/" + others.at("number") + "/cancel", null).expect(200);
    }

    /** Ready on 29 January in plan xs, in plan m from 31 January on, and given back in February. */
    private String deletedInFebruary(String name) {
        var ticket = acme.post("/v1/tickets", order(name, "production")).expect(201);
        acme.post("/v1/tickets/" + ticket.at("number") + "/cancel", null).expect(200);
        jdbc.sql("""
                with made as (
                    insert into clusters (id, tenant, name, purpose, environment, region, revision, plan, observed, abandoned,
                                          created_at, updated_at, ready_at, deleted_at, version)
                    values (:id, 'acme', :name, 'other', 'production', 'local', 3, 'm',
                            '{"revision": 0, "conditions": [], "nodes": []}', false, '2026-01-28Z', '2026-02-02T01:00Z',
                            '2026-01-29Z', '2026-02-02T01:00Z', 3))
                insert into revisions (cluster, number, state, ticket, ticket_number, author, at)
                values (:id, 1, '{"plan": "xs", "namespaces": [], "settings": {}, "deleted": false}', :ticket, 'VK-1', 'a',
                        '2026-01-28Z'),
                       (:id, 2, '{"plan": "m", "namespaces": [], "settings": {}, "deleted": false}', :ticket, 'VK-1', 'a',
                        '2026-01-31Z'),
                       (:id, 3, '{"plan": "m", "namespaces": [], "settings": {}, "deleted": true}', :ticket, 'VK-1', 'a',
                        '2026-02-02Z')
                """)
                .param("id", UUID.fromString(ticket.at("clusterId")))
                .param("name", name)
                .param("ticket", UUID.fromString(ticket.at("id")))
                .update();
        return ticket.at("clusterId");
    }

    private static String order(String name, String environment) {
        return """
                {"request": {"kind": "order-cluster", "name": "%s", "purpose": "other", "plan": "xs",
                  "environment": "%s", "namespaces": ["shop"]}}""".formatted(name, environment);
    }
}
