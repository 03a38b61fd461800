package io.keydesk.api.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.keydesk.api.HttpDesk.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/**
 * From an order to a Valkey on Kubernetes and back, as a tenant and an approver live it. One keydesk serves all tests of a
 * class; each test leaves both namespaces as empty as it found them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KubernetesStory {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int VALKEY = 6379;

    private @Nullable KubernetesDesk opened;

    /** Sees what is there, whatever keydesk says. */
    abstract KubernetesClient client();

    /** What keydesk is told of the region, by the names of its properties. */
    abstract Map<String, String> region();

    /** In which clusters run. */
    abstract String system();

    /** Where the tenant reads. */
    abstract String shop();

    /** One that the tenant may name, and that does not exist. */
    abstract String nowhere();

    @BeforeAll
    void open(@TempDir Path home) {
        opened = KubernetesDesk.start(home, region());
    }

    @AfterAll
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @BeforeEach
    void awaitRegion() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(desk().region().at("/message").asString("none"))
                        .isEqualTo("none"));
    }

    KubernetesDesk desk() {
        return Objects.requireNonNull(opened, "not open");
    }

    @Test
    void tellsTheWholeStory() throws IOException {
        var order = desk().file(order("orders-cache", shop()));
        assertShowsEachObject(order);

        assertThat(desk().carryOut(order)).contains("event:progress");

        var cluster = "/v1/clusters/" + order.at("clusterId");
        assertThat(desk().tenant().get(cluster).expect(200).at("phase")).isEqualTo("ready");
        assertTellsHowToConnect(cluster);
        var password = assertHandsOutTheCredentialsOfTheNamespace(cluster);

        var before = pods();
        var change = desk().file("""
                {"request": {"kind": "change-settings", "clusterId": "%s",
                  "settings": {"maxmemory-policy": "volatile-ttl", "timeout": 300}}}""".formatted(order.at("clusterId")));
        assertThat(change.text()).doesNotContain(password);
        assertThat(diff(change, "ConfigMap", "rfr-orders-cache"))
                .containsPattern("(?m)^-.*timeout 0$")
                .containsPattern("(?m)^\\+.*timeout 300$");
        desk().carryOut(change);
        assertThat(desk().tenant().get(cluster).at("settings.timeout")).isEqualTo("300");
        assertThat(pods()).isEqualTo(before);
        assertThat(desk().told(cluster))
                .noneMatch(event -> event.at("/type").asString().equals("drift-repaired"));

        editPublishedHost();
        await().atMost(SOON)
                .until(() -> desk().told(cluster)
                        .anyMatch(event -> event.at("/message")
                                .asString()
                                .equals(
                                        "ConfigMap orders-cache-valkey in namespace %s had data.VALKEY_SENTINEL_HOST elsewhere instead of rfs-orders-cache.%s"
                                                .formatted(shop(), system()))));
        assertThat(published("VALKEY_SENTINEL_HOST")).isEqualTo("rfs-orders-cache." + system());

        desk().carryOut(desk().file(deletion(order)));
        assertThat(desk().tenant().get(cluster).expect(200).at("phase")).isEqualTo("deleted");
        assertNothingIsLeft(order);
    }

    private void assertShowsEachObject(Reply order) {
        assertThat(order.json().at("/preview/objects").valueStream())
                .allSatisfy(object -> {
                    assertThat(object.at("/action").asString()).isEqualTo("create");
                    assertThat(object.at("/diff").asString()).startsWith("+apiVersion: ");
                })
                .extracting(object -> object.at("/kind").asString())
                .contains("NetworkPolicy", "ServiceAccount", "Secret", "ConfigMap", "Service", "StatefulSet")
                .contains("PodDisruptionBudget");
        for (var secret : List.of("rfr-orders-cache-ops", "rfr-orders-cache-auth")) {
            assertThat(values(diff(order, "Secret", secret))).isNotEmpty().allMatch(line -> line.contains("(hidden)"));
        }
        assertThat(order.json().at("/preview/warnings")).isEmpty();
    }

    private String diff(Reply ticket, String kind, String name) {
        return ticket.json()
                .at("/preview/objects")
                .valueStream()
                .filter(object -> object.at("/kind").asString().equals(kind))
                .filter(object -> object.at("/name").asString().equals(system() + "/" + name))
                .map(object -> object.at("/diff").asString())
                .findFirst()
                .orElseThrow();
    }

    /** Of a new Secret. */
    private static Stream<String> values(String diff) {
        return diff.lines().dropWhile(line -> !line.equals("+data:")).skip(1).takeWhile(line -> line.startsWith("+  "));
    }

    private void assertTellsHowToConnect(String cluster) {
        var connection = desk().tenant().get(cluster + "/connection").expect(200);
        assertThat(connection.at("configMap.data.VALKEY_SENTINEL_HOST")).isEqualTo("rfs-orders-cache." + system());
        assertThat(connection.at("configMap.data.VALKEY_SENTINEL_PORT")).isEqualTo("26379");
        assertThat(connection.at("namespaces.0")).isEqualTo(shop());
        var data = connection.json().at("/configMap/data");
        data.properties()
                .forEach(entry -> assertThat(published(entry.getKey()))
                        .isEqualTo(entry.getValue().asString()));

        assertThat(desk().tenant()
                        .get(cluster + "/connection", "application/yaml")
                        .expect(200)
                        .text())
                .contains(
                        "kind: ConfigMap",
                        "name: orders-cache-valkey",
                        "VALKEY_SENTINEL_HOST: \"rfs-orders-cache.%s\"".formatted(system()));
        assertThat(desk().tenant()
                        .get(cluster + "/connection?format=pod")
                        .expect(200)
                        .text())
                .contains(
                        "elastisys.io/valkey-orders-cache-access: allow",
                        "envFrom:",
                        "configMapRef:",
                        "secretRef:",
                        "name: orders-cache-valkey");
    }

    private String published(String key) {
        var data = client().configMaps()
                .inNamespace(shop())
                .withName("orders-cache-valkey")
                .require()
                .getData();
        return Objects.requireNonNull(data.get(key), key);
    }

    /** And a node lets in who has it. */
    private String assertHandsOutTheCredentialsOfTheNamespace(String cluster) throws IOException {
        var credentials = desk().tenant().get(cluster + "/credentials").expect(200);
        var secret = client().secrets()
                .inNamespace(shop())
                .withName("orders-cache-valkey")
                .require()
                .getData()
                .get("VALKEY_PASSWORD");
        var password = new String(Base64.getDecoder().decode(secret), UTF_8);
        assertThat(credentials.at("password")).isEqualTo(password).hasSizeGreaterThan(20);

        var login = DefaultJedisClientConfig.builder()
                .user(credentials.at("username"))
                .password(password);
        try (var forward = client().pods()
                        .inNamespace(system())
                        .withName("rfr-orders-cache-0")
                        .portForward(VALKEY);
                var node = new Jedis(new HostAndPort("127.0.0.1", forward.getLocalPort()), login.build())) {
            assertThat(node.ping()).isEqualTo("PONG");
        }
        return password;
    }

    /** Each pod that there is. A restart would make another. */
    private List<String> pods() {
        return IntStream.range(0, 3)
                .mapToObj(index -> client().pods()
                        .inNamespace(system())
                        .withName("rfr-orders-cache-" + index)
                        .require()
                        .getMetadata()
                        .getUid())
                .toList();
    }

    /** As somebody does by {@code kubectl edit}. */
    private void editPublishedHost() {
        client().configMaps()
                .inNamespace(shop())
                .withName("orders-cache-valkey")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kubectl-edit")
                                .build(),
                        "{\"data\": {\"VALKEY_SENTINEL_HOST\": \"elsewhere\"}}");
    }

    @Test
    void refusesWhatTheRegionDoesNotTake() {
        assertRefuses(
                order("refused", "kube-system"), "request.namespaces[0]", "but not default or kube-* or " + system());
        assertRefuses(
                order("refused", shop()).replace("north", "south"), "request.region", "must be one of north, local");
        assertRefuses(
                order("refused", shop()).replace("\"region\": \"north\",", ""),
                "request.region",
                "must be one of north, local");
        assertThat(desk().tenant().get("/v1/tickets").text()).doesNotContain("refused");
    }

    private void assertRefuses(String order, String field, String why) {
        var refusal = desk().tenant().post("/v1/tickets", order).expect(422);

        assertThat(refusal.json().at("/errors")).hasSize(1);
        assertThat(refusal.at("errors.0.field")).isEqualTo(field);
        assertThat(refusal.at("errors.0.message")).contains(why);
    }

    @Test
    void takesBackWhatCannotBeMade() {
        var missing = "Namespace %s does not exist".formatted(nowhere());
        var order = desk().file(order("half-made", nowhere()));
        assertThat(order.json().at("/preview/warnings").valueStream().map(JsonNode::asString))
                .anyMatch(warning -> warning.startsWith(missing));

        desk().approve(order);

        var ticket = "/v1/tickets/" + order.at("id");
        await().atMost(SOON)
                .until(() -> desk().tenant().get(ticket).at("progress.message").startsWith(missing));
        assertThat(new KubernetesObjects(client()).in(system())).contains("Secret rfr-half-made-ops");
        desk().tenant()
                .post(ticket + "/cancel", "{\"comment\": \"Not needed\"}")
                .expect(200);
        assertNothingIsLeft(order);
    }

    /** Kubernetes itself takes a moment to remove what belongs to that which was deleted. */
    void assertNothingIsLeft(Reply order) {
        var cluster = "/v1/clusters/" + order.at("clusterId");
        await().atMost(SOON)
                .until(() -> desk().tenant().get(cluster).at("phase").equals("deleted"));
        var objects = new KubernetesObjects(client());
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(objects.in(system())).isEmpty();
            assertThat(objects.in(shop())).isEmpty();
            assertThat(objects.labelled("keydesk.io/cluster-id", order.at("clusterId")))
                    .isEmpty();
        });
    }

    static String order(String name, String namespace) {
        return """
               {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                 "region": "north", "environment": "development", "namespaces": ["%s"]}}""".formatted(name, namespace);
    }

    static String deletion(Reply order) {
        return "{\"request\": {\"kind\": \"delete-cluster\", \"clusterId\": \"%s\"}}".formatted(order.at("clusterId"));
    }
}
