package io.keydesk.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/** A cluster that degrades says so within five seconds, with what was seen, and says when it is well again. */
@KeydeskTest
class DegradationTests {

    /** The promise. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration MENDED = Duration.ofSeconds(40);

    private final HttpDesk tenant;
    private final Path home;
    private String cluster = "";

    DegradationTests(@LocalServerPort int port, @Value("${keydesk.home}") Path home) throws IOException {
        this.tenant = new HttpDesk(port, "dev-tenant");
        this.home = home.toRealPath();
    }

    /** Something that happens to a cluster. */
    private interface Event {
        void happen() throws IOException;
    }

    @Test
    @Timeout(240)
    void tellsWhatDegradesAClusterAndThatItIsMended() throws IOException {
        order();

        tells("replica killed", () -> signal("KILL", node(replica())), "ReplicasInSync is false (ReplicaDead)");
        tells("primary killed", () -> signal("KILL", node(primary())), "PrimaryAgreed is false (PrimaryDead)");
        tells("Sentinel killed", () -> signal("KILL", sentinel()), "QuorumHealthy is false (SentinelSilent)");
        long replica = node(replica());
        tells("replica frozen", () -> signal("STOP", replica), "ReplicasInSync is false (ReplicaSilent)", replica);
        long sentinel = sentinel();
        tells("Sentinel frozen", () -> signal("STOP", sentinel), "QuorumHealthy is false (SentinelSilent)", sentinel);
        long primary = node(primary());
        tells("primary frozen", () -> signal("STOP", primary), "PrimaryAgreed is false (PrimarySilent)", primary);
        tells("setting changed", this::changeSetting, "SettingsApplied is false (Different): Node 1 has timeout 77");
        tells(
                "connection deleted",
                () -> Files.delete(folder().resolve("connection/configmap.yaml")),
                "ConnectionPublished is false (ConfigMapMissing)");
    }

    private void tells(String what, Event event, String seen, long... frozen) throws IOException {
        long last = last();
        var began = Instant.now();
        event.happen();
        try {
            await().alias(what).atMost(SOON).until(() -> told(last, "degraded") != null);
        } finally {
            for (long pid : frozen) {
                signal("CONT", pid);
            }
        }
        var degraded = requireNonNull(told(last, "degraded"));
        assertThat(degraded.at("/message").asString()).as(what).contains(seen);
        await().alias(what).atMost(MENDED).until(() -> phase().equals("ready") && told(last, "ready") != null);
        var ready = requireNonNull(told(last, "ready"));
        assertThat(ready.at("/message").asString()).startsWith("The cluster is ready again after ");
        LoggerFactory.getLogger(DegradationTests.class)
                .atInfo()
                .addKeyValue("event", what)
                .addKeyValue("toldAfter", Duration.between(began, at(degraded)))
                .addKeyValue("readyAfter", Duration.between(began, at(ready)))
                .addKeyValue(
                        "events",
                        events(last).map(one -> one.at("/type").asString()).toList())
                .addKeyValue("degraded", degraded.at("/message").asString())
                .addKeyValue("ready", ready.at("/message").asString())
                .log("A cluster degraded");
    }

    private void changeSetting() throws IOException {
        var password =
                Files.readString(folder().resolve("secrets/ops-password")).strip();
        var login = DefaultJedisClientConfig.builder().user("_ops").password(password);
        var address = tenant.get(cluster).at("nodes.1.address");
        try (var node = new Jedis(HostAndPort.from(address), login.build())) {
            node.configSet("timeout", "77");
        }
    }

    private void order() {
        var ticket = tenant.post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "ailing-cache", "purpose": "session-cache",
                          "plan": "xs", "environment": "development", "namespaces": ["shop"]}}""").expect(201);
        tenant.as("dev-approver")
                .post("/v1/tickets/%s/approve".formatted(ticket.at("id")), "{\"comment\": \"Fine\"}")
                .expect(200);
        cluster = "/v1/clusters/" + ticket.at("clusterId");
        await().atMost(MENDED).until(() -> phase().equals("ready"));
    }

    private String phase() {
        return tenant.get(cluster).at("phase");
    }

    private int primary() {
        return index("primary");
    }

    private int replica() {
        return index("replica");
    }

    private int index(String role) {
        return tenant.get(cluster)
                .json()
                .at("/nodes")
                .valueStream()
                .filter(node -> node.at("/role").asString().equals(role))
                .map(node -> node.at("/index").asInt())
                .findFirst()
                .orElseThrow();
    }

    private long node(int index) {
        return pid("nodes/%d/valkey.conf".formatted(index));
    }

    private long sentinel() {
        return pid("nodes/2/sentinel.conf");
    }

    private long pid(String file) {
        var path = folder().resolve(file).toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(path::equals))
                .map(ProcessHandle::pid)
                .findFirst()
                .orElseThrow();
    }

    private Path folder() {
        return home.resolve("regions/local" + cluster.substring("/v1".length()));
    }

    /** The newest event so far. */
    private long last() {
        return events(0).mapToLong(event -> event.at("/id").asLong()).max().orElse(0);
    }

    private @Nullable JsonNode told(long after, String phase) {
        return events(after)
                .filter(event -> event.at("/type").asString().equals("phase-changed"))
                .filter(event -> event.at("/to").asString().equals(phase))
                .findFirst()
                .orElse(null);
    }

    private Stream<JsonNode> events(long after) {
        Reply page = tenant.get(cluster + "/events?limit=200").expect(200);
        assertThat(page.at("next")).isEmpty();
        List<JsonNode> items = page.json().at("/items").valueStream().toList();
        return items.stream().filter(event -> event.at("/id").asLong() > after);
    }

    private static Instant at(JsonNode event) {
        return Instant.parse(event.at("/at").asString());
    }

    private static void signal(String name, long pid) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .onExit()
                .join();
    }
}
