package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.web.server.LocalServerPort;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;

/** From an order to a working Valkey and back, as the README tells it. */
@KeydeskTest
class StoryTests {

    private final HttpDesk tenant;
    private final HttpDesk approver;

    StoryTests(@LocalServerPort int port) {
        tenant = new HttpDesk(port, "dev-tenant");
        approver = tenant.as("dev-approver");
    }

    @Test
    @Timeout(120)
    void tellsTheWholeStory() throws Exception {
        var ticket = tenant.post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "orders-cache", "purpose": "session-cache",
                          "plan": "xs", "environment": "development", "namespaces": ["shop"]},
                         "comment": "For the new shop", "externalReference": "SHOP-12"}""").expect(201);
        assertThat(ticket.at("state")).isEqualTo("awaiting-approval");

        var queue = approver.get("/v1/tickets?state=awaiting-approval").expect(200);
        assertThat(queue.text()).contains(ticket.at("number"), "\"preview\"");
        approve(ticket);
        assertThat(stream(ticket))
                .contains("event:ticket-approved", "event:progress", "event:ticket-fulfilled", "event:end");

        var cluster = "/v1/clusters/" + ticket.at("clusterId");
        assertThat(tenant.get(cluster).expect(200).at("phase")).isEqualTo("ready");
        var connection = tenant.get(cluster + "/connection").expect(200).json();
        assertThat(connection.at("/configMap/data").propertyNames())
                .containsExactly("VALKEY_CLUSTER_NAME", "VALKEY_SENTINEL_HOST", "VALKEY_SENTINEL_PORT");
        assertThat(tenant.get(cluster + "/connection", "application/yaml")
                        .expect(200)
                        .text())
                .contains("kind: ConfigMap", "VALKEY_CLUSTER_NAME: \"orders-cache\"");
        Set<HostAndPort> sentinels = connection
                .at("/sentinels")
                .valueStream()
                .map(node -> HostAndPort.from(node.asString()))
                .collect(Collectors.toSet());

        try (var client = client(sentinels, tenant.get(cluster + "/credentials").expect(200))) {
            client.set("before", "kept");

            changeSettings(ticket);
            assertThat(condition(tenant.get(cluster), "SettingsApplied")).isEqualTo("true");
            assertThat(tenant.get(cluster).at("settings.timeout")).isEqualTo("300");

            killPrimary(client);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> client.set("after", "written").equals("OK"));
            assertThat(client.get("before")).isEqualTo("kept");
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tenant.get(cluster).at("phase").equals("ready")
                        && tenant.get(cluster).text().split("\"role\":\"replica\"", -1).length == 3);
        assertThat(tenant.get(cluster + "/events?limit=200").text()).contains("node-died", "node-started");

        deleteCluster(ticket);
        assertThat(tenant.get(cluster).expect(200).at("phase")).isEqualTo("deleted");
        assertThat(sentinels).noneMatch(StoryTests::isListening);
        assertThat(tenant.get("/v1/clusters").text()).doesNotContain("orders-cache");
    }

    private void changeSettings(Reply order) throws Exception {
        decide("""
                {"request": {"kind": "change-settings", "clusterId": "%s",
                  "settings": {"maxmemory-policy": "volatile-ttl", "timeout": 300}}}""".formatted(order.at("clusterId")));
    }

    private void deleteCluster(Reply order) throws Exception {
        decide("{\"request\": {\"kind\": \"delete-cluster\", \"clusterId\": \"%s\"}}".formatted(order.at("clusterId")));
    }

    private void decide(String filing) throws Exception {
        var ticket = tenant.post("/v1/tickets", filing).expect(201);
        approve(ticket);
        assertThat(stream(ticket)).contains("event:ticket-fulfilled");
    }

    private void approve(Reply ticket) {
        approver.post("/v1/tickets/%s/approve".formatted(ticket.at("id")), "{\"comment\": \"Fine\"}")
                .expect(200);
    }

    /** All of the ticket's event stream, which ends when the ticket does. */
    private String stream(Reply ticket) throws Exception {
        var request = tenant.request("/v1/tickets/%s/events".formatted(ticket.at("id")))
                .header("Accept", "text/event-stream")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static RedisSentinelClient client(Set<HostAndPort> sentinels, Reply credentials) {
        var login = DefaultJedisClientConfig.builder()
                .user(credentials.at("username"))
                .password(credentials.at("password"))
                .build();
        return RedisSentinelClient.builder()
                .masterName("mymaster")
                .sentinels(sentinels)
                .clientConfig(login)
                .build();
    }

    private static void killPrimary(RedisSentinelClient client) {
        var pid = client.info("server")
                .lines()
                .filter(line -> line.startsWith("process_id:"))
                .map(line -> Long.valueOf(line.substring("process_id:".length())))
                .findFirst();
        ProcessHandle.of(pid.orElseThrow()).orElseThrow().destroyForcibly();
    }

    private static String condition(Reply cluster, String type) {
        return cluster.json()
                .at("/conditions")
                .valueStream()
                .filter(condition -> condition.at("/type").asString().equals(type))
                .map(condition -> condition.at("/status").asString())
                .findFirst()
                .orElse("missing");
    }

    private static boolean isListening(HostAndPort address) {
        try (var _ = new Socket(address.getHost(), address.getPort())) {
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
