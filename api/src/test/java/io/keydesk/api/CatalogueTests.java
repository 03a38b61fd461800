package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What can be ordered, what operators look at, and what people read. */
@KeydeskTest
class CatalogueTests {

    private final HttpDesk tenant;

    CatalogueTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plans", "settings", "purposes", "regions"})
    void listsWhatCanBeOrdered(String what) {
        assertThat(tenant.get("/v1/" + what).expect(200).json().at("/items")).isNotEmpty();
    }

    @Test
    void saysWhoOneIs() {
        var me = tenant.get("/v1/me").expect(200);

        assertThat(me.at("name")).isEqualTo("dev-tenant");
        assertThat(me.at("tenants.0.slug")).isEqualTo("demo");
        assertThat(me.at("tenants.0.role")).isEqualTo("requester");
    }

    @Test
    void saysWhatTheRegionRuns() {
        var regions = tenant.get("/v1/regions").expect(200);

        assertThat(regions.at("items.0.name")).isEqualTo("local");
        assertThat(regions.at("items.0.healthy")).isEqualTo("true");
        assertThat(regions.at("items.0.engine.version")).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void listsTheVersionsAndWhereTheyRun() {
        var running = tenant.get("/v1/regions").expect(200).at("items.0.engine.version");

        var versions = tenant.get("/v1/versions")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .toList();

        assertThat(versions)
                .filteredOn(item -> item.at("/regions/0").asString().equals("local"))
                .extracting(item -> item.at("/version").asString())
                .containsExactly(running);
        assertThat(versions)
                .filteredOn(item -> item.at("/version").asString().equals("8.1.4"))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.at("/security").asBoolean()).isTrue();
                    assertThat(item.at("/supportedUntil").asString()).isEqualTo("2028-03-31");
                    assertThat(item.at("/notes").asString()).endsWith("/releases/tag/8.1.4");
                });
    }

    @Test
    void previewsAndStoresNothing() {
        var preview = tenant.post("/v1/previews", """
                        {"request": {"kind": "order-cluster", "name": "previewed", "purpose": "pub-sub", "plan": "s",
                          "environment": "staging", "namespaces": ["shop"], "settings": {"maxmemory-policy": "volatile-lru"}}}""").expect(200);

        assertThat(preview.at("monthlyCost.after")).isEqualTo("45");
        assertThat(preview.at("quota.clusters.requested")).isEqualTo("1");
        assertThat(preview.at("warnings.0")).contains("acts as noeviction");
        assertThat(preview.json().at("/objects")).isNotEmpty();
        assertThat(tenant.get("/v1/tickets").text()).doesNotContain("previewed");
    }

    @Test
    void isHealthyAndMeasured() {
        assertThat(tenant.as("").get("/actuator/health/liveness").expect(200).at("status"))
                .isEqualTo("UP");
        assertThat(tenant.as("").get("/actuator/health/readiness").expect(200).at("status"))
                .isEqualTo("UP");
        assertThat(tenant.as("").get("/actuator/prometheus").expect(200).text()).contains("jvm_memory_used_bytes");
    }

    @Test
    void servesTheContractAndItsPages() {
        assertThat(tenant.as("").get("/openapi.yaml").expect(200).text()).contains("openapi: 3.1");
        assertThat(tenant.as("").get("/docs").expect(200).text()).contains("swagger-ui-bundle.js");
        assertThat(tenant.as("")
                        .get("/webjars/swagger-ui/swagger-ui-bundle.js")
                        .expect(200)
                        .status())
                .isEqualTo(200);
        assertThat(tenant.get("/nowhere").expect(404).at("type")).isEqualTo("/problems/not-found");
    }
}
