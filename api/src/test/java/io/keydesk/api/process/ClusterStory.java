package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.api.HttpDesk.Reply;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;
import tools.jackson.databind.JsonNode;

/**
 * One cluster, the only one of its home, from its order to its end. After each part everything is looked at that a tenant,
 * an approver and the machine can see; what keydesk went through meanwhile must not show.
 */
final class ClusterStory {

    private static final String TENANT = "dev-tenant";
    private static final String APPROVER = "dev-approver";
    private static final String PLAN = "xs";
    private static final int KEYS = 200;

    /** How long a scheduled ticket may take from being filed to being approved. */
    private static final Duration TO_APPROVE = Duration.ofSeconds(5);

    private final MortalDesk desk;
    private final String name;
    private final RealRegion region;
    private Map<String, String> settings = Map.of();
    private String namespace;
    private String id = "";
    private String memoryOrdered = "";
    private boolean written;
    private Runnable onceApproved = () -> {};

    /** One on the machine of the desk. */
    ClusterStory(MortalDesk desk, String name) {
        this(desk, name, new RegionOnDisk(desk.home()));
    }

    ClusterStory(MortalDesk desk, String name, RealRegion region) {
        this.desk = desk;
        this.name = name;
        this.region = region;
        this.namespace = region.namespace();
    }

    /** Is done each time that a ticket was approved, while the work on it begins. */
    void onceApproved(Runnable action) {
        onceApproved = action;
    }

    /** Orders the cluster, and sees that it is there once. */
    void order() {
        order(Map.of());
    }

    /** The same with these settings. */
    void order(Map<String, String> wanted) {
        carriedOut(approved(fileOrder(wanted)));
        assertIsThere();
        memoryOrdered = memory();
    }

    /** Orders the cluster and takes the order back as soon as the keydesk that works on it has died. */
    void orderAndTakeBack(CrashPoint inTheMidst, int visit, CrashPoint takingBack) {
        var ticket = fileOrder(Map.of());
        desk.diesAt(inTheMidst, visit);
        approved(ticket);
        desk.awaitDeath();
        assertThat(desk.get(TENANT, path(ticket)).at("state")).isEqualTo("in-progress");
        desk.diesAt(takingBack, 1);
        desk.post(TENANT, path(ticket) + "/cancel", "{\"comment\": \"Not needed\"}")
                .expect(200);
        assertThat(desk.get(TENANT, path(ticket)).at("state")).isEqualTo("cancelled");
        assertTold(ticket, "ticket-filed", "ticket-approved", "ticket-started", "ticket-cancelled");
        assertIsGone();
    }

    /** Changes settings, and sees that every node has them and no key was lost. */
    void change(Map<String, String> wanted) {
        if (!written) {
            write();
        }
        settings = wanted;
        carryOut("change-settings", "\"settings\": {%s}".formatted(json(wanted)));
        assertIsThere();
    }

    /** The same, a few seconds after it is approved. */
    void changeLater(Map<String, String> wanted) {
        if (!written) {
            write();
        }
        settings = wanted;
        var body = """
                {"request": {"kind": "change-settings", "clusterId": "%s", "settings": {%s}}, "when": {"at": "%s"}}""";
        var ticket =
                approved(file(body.formatted(id, json(wanted), Instant.now().plus(TO_APPROVE))));
        assertThat(desk.get(TENANT, path(ticket)).at("state")).isEqualTo("scheduled");
        carriedOut(ticket, "ticket-filed", "ticket-approved", "ticket-due", "ticket-started", "ticket-fulfilled");
        assertIsThere();
    }

    private static String json(Map<String, String> values) {
        return values.entrySet().stream()
                .map(setting -> json(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String json(String member, String value) {
        return "\"%s\": \"%s\"".formatted(member, value);
    }

    /** Has the primary replaced on purpose, and sees that it was once, and no key was lost. */
    void drill() {
        write();
        int before = primary();
        var ticket = carryOut("fail-over");
        var drill = desk.get(TENANT, path(ticket)).json().at("/drill");
        assertThat(drill.at("/from").asInt()).isEqualTo(before);
        assertThat(drill.at("/to").asInt()).isEqualTo(primary()).isNotEqualTo(before);
        assertIsThere();
        assertThat(items(desk.get(TENANT, "/v1/clusters/%s/events?limit=200".formatted(id)), "type"))
                .containsOnlyOnce("drill-measured");
    }

    /** Has the passwords exchanged, and sees that they were once, that the old one is refused, and no key was lost. */
    void rotate() {
        write();
        var old = password();
        carryOut("rotate-credentials", json("overlap", "PT0S"));
        assertIsThere();
        assertThat(password()).isNotEqualTo(old);
        assertThat(cluster().at("lastRotation.generation")).isEqualTo("2");
        assertThat(cluster().json().at("/lastRotation").has("oldPasswordUntil")).isFalse();
        assertThat(items(desk.get(TENANT, "/v1/clusters/%s/events?limit=200".formatted(id)), "type"))
                .containsOnlyOnce("credentials-rotated");
    }

    /** Has the other version that its region has run, and sees that every node does, and no key was lost. */
    void upgrade() {
        write();
        var before = version();
        var other = desk.get(TENANT, "/v1/regions")
                .expect(200)
                .json()
                .at("/items/0/versions")
                .valueStream()
                .map(JsonNode::asString)
                .filter(version -> !version.equals(before))
                .findFirst()
                .orElseThrow();
        carryOut("upgrade-version", json("version", other));
        assertIsThere();
        assertThat(version()).isEqualTo(other);
    }

    private String version() {
        return cluster().at("version");
    }

    private Reply cluster() {
        return desk.get(TENANT, "/v1/clusters/" + id).expect(200);
    }

    private String password() {
        return desk.get(TENANT, "/v1/clusters/%s/credentials".formatted(id))
                .expect(200)
                .at("password");
    }

    private int primary() {
        return IntStream.range(0, 3)
                .filter(index -> region.node(id, index).role().equals("master"))
                .findFirst()
                .orElseThrow();
    }

    /** Gives the cluster another plan, and sees that every node has its memory, and no key was lost. */
    void changePlan(String plan) {
        write();
        var before = memory();
        carryOut("change-plan", json("plan", plan));
        assertIsThere();
        assertThat(cluster().at("plan")).isEqualTo(plan);
        assertThat(memory()).isNotEqualTo(before);
    }

    /** Lets the other namespace in and its own out, and sees that just that was done. */
    void moveAccess() {
        write();
        namespace = region.otherNamespace();
        carryOut("change-access", "\"add\": [\"%s\"], \"remove\": [\"%s\"]".formatted(namespace, region.namespace()));
        assertIsThere();
    }

    /** Rolls the cluster back to what was ordered, and sees that plan and access are as they were then. */
    void rollBackToTheOrder() {
        write();
        namespace = region.namespace();
        carryOut("roll-back", "\"revision\": 1");
        assertIsThere();
        assertThat(cluster().at("plan")).isEqualTo(PLAN);
        assertThat(memory()).isEqualTo(memoryOrdered);
    }

    /** That keydesk lets every node use, in bytes. */
    private String memory() {
        return IntStream.range(0, 3)
                .mapToObj(index ->
                        region.node(id, index).settings(List.of("maxmemory")).get("maxmemory"))
                .reduce((one, other) -> {
                    assertThat(other).isEqualTo(one);
                    return one;
                })
                .orElseThrow();
    }

    /** Powers the cluster off and on again, and sees that no key was lost of one that keeps its data. */
    void powerOffAndOn() {
        powerOff();
        powerOn();
    }

    /** Powers the cluster off, and sees that nothing of it runs. */
    void powerOff() {
        write();
        carryOut("power-off");
        var off = desk.await(
                "off", TENANT, "/v1/clusters/" + id, now -> now.at("phase").equals("off"));
        assertThat(off.json()
                        .at("/nodes")
                        .valueStream()
                        .map(one -> one.at("/state").asString()))
                .hasSize(3)
                .containsOnly("stopped");
    }

    /** Powers the cluster on, and sees that no key was lost of one that keeps its data. */
    void powerOn() {
        carryOut("power-on");
        assertIsThere();
    }

    /** Changes by hand what keydesk gives every node, and sees that it is changed back once keydesk has died of that. */
    void misconfigure(String directive, String value) {
        var node = region.node(id, 1);
        var before = node.settings(List.of(directive));
        node.set(directive, value);
        desk.awaitDeath();
        assertIsThere();
        assertThat(node.settings(List.of(directive))).isEqualTo(before);
    }

    /** Gives the cluster back, and sees that nothing is left of it. */
    void delete() {
        carryOut("delete-cluster");
        assertIsGone();
    }

    private Reply fileOrder(Map<String, String> wanted) {
        var ticket = file("""
                {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "%s",
                  "region": "%s", "environment": "development", "namespaces": ["%s"], "settings": {%s}}}""".formatted(name, PLAN, region.name(), region.namespace(), json(wanted)));
        id = ticket.at("clusterId");
        return ticket;
    }

    /** Asks for this of the cluster, has it approved, and waits until it is done. */
    private Reply carryOut(String kind, String... members) {
        var request = Stream.concat(Stream.of(json("kind", kind), json("clusterId", id)), Stream.of(members))
                .collect(Collectors.joining(", "));
        var ticket = approved(file("{\"request\": {%s}}".formatted(request)));
        carriedOut(ticket);
        return ticket;
    }

    private Reply file(String body) {
        return desk.post(TENANT, "/v1/tickets", body).expect(201);
    }

    private Reply approved(Reply ticket) {
        desk.post(APPROVER, path(ticket) + "/approve", "{\"comment\": \"Fine\"}")
                .expect(200);
        onceApproved.run();
        return ticket;
    }

    private void carriedOut(Reply ticket) {
        carriedOut(ticket, "ticket-filed", "ticket-approved", "ticket-started", "ticket-fulfilled");
    }

    private void carriedOut(Reply ticket, String... told) {
        Predicate<Reply> ended = now -> List.of("fulfilled", "failed").contains(now.at("state"));
        var last = desk.await("ticket has ended", TENANT, path(ticket), ended);
        assertThat(last.at("state")).as(last.text()).isEqualTo("fulfilled");
        assertTold(ticket, told);
    }

    private static String path(Reply ticket) {
        return "/v1/tickets/" + ticket.at("id");
    }

    /** Each of these once, and no other ticket for the same. */
    private void assertTold(Reply ticket, String... types) {
        var events = items(desk.get(TENANT, path(ticket) + "/events?limit=200"), "type")
                .filter(type -> type.startsWith("ticket-"));
        assertThat(events).containsExactly(types);
        var kind = ticket.at("request.kind");
        assertThat(items(desk.get(TENANT, "/v1/tickets?cluster=%s&kind=%s".formatted(id, kind)), "id"))
                .containsExactly(ticket.at("id"));
        assertThat(items(desk.get(TENANT, "/v1/tickets?limit=200"), "request/name"))
                .filteredOn(name::equals)
                .hasSize(1);
    }

    /** Nothing but keydesk has died. */
    private void assertNothingDied() {
        assertThat(items(desk.get(TENANT, "/v1/clusters/%s/events?limit=200".formatted(id)), "type"))
                .contains("ticket-approved")
                .noneMatch(type -> type.endsWith("-died"));
    }

    private static Stream<String> items(Reply page, String member) {
        return page.expect(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.at("/" + member).asString());
    }

    private void assertIsThere() {
        var cluster = desk.await(
                "ready", TENANT, "/v1/clusters/" + id, now -> now.at("phase").equals("ready"));
        assertThat(cluster.json()
                        .at("/conditions")
                        .valueStream()
                        .map(one -> one.at("/status").asString()))
                .as(cluster.text())
                .isNotEmpty()
                .containsOnly("true");
        assertThat(cluster.at("appliedRevision")).isEqualTo(cluster.at("desiredRevision"));
        region.assertHasOnly(id, name, cluster.at("desiredRevision"), namespace);
        assertNothingDied();
        assertNodesAgree();
        if (written) {
            assertNothingIsLost();
        }
    }

    private void assertNodesAgree() {
        var nodes =
                IntStream.range(0, 3).mapToObj(index -> region.node(id, index)).toList();
        assertThat(nodes.stream().map(node -> node.role())).containsExactlyInAnyOrder("master", "slave", "slave");
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.settings(settings.keySet())).isEqualTo(settings));
    }

    private void write() {
        try (var client = client()) {
            IntStream.range(0, KEYS).forEach(i -> client.set("key:" + i, "value:" + i));
        }
        written = true;
    }

    private void assertNothingIsLost() {
        try (var client = client()) {
            assertThat(IntStream.range(0, KEYS).mapToObj(i -> client.get("key:" + i)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, KEYS).mapToObj(i -> "value:" + i).toList());
        }
    }

    private RedisSentinelClient client() {
        var connection =
                desk.get(TENANT, "/v1/clusters/%s/connection".formatted(id)).expect(200);
        var credentials =
                desk.get(TENANT, "/v1/clusters/%s/credentials".formatted(id)).expect(200);
        return RedisSentinelClient.builder()
                .masterName("mymaster")
                .sentinels(connection
                        .json()
                        .at("/sentinels")
                        .valueStream()
                        .map(JsonNode::asString)
                        .map(HostAndPort::from)
                        .map(region::resolve)
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .user(credentials.at("username"))
                        .password(credentials.at("password"))
                        .build())
                .build();
    }

    private void assertIsGone() {
        desk.await(
                "deleted", TENANT, "/v1/clusters/" + id, now -> now.at("phase").equals("deleted"));
        assertThat(items(desk.get(TENANT, "/v1/clusters"), "name")).doesNotContain(name);
        assertNothingDied();
        region.assertHasNothing();
    }
}
