package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.api.process.KeydeskProcess;
import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.provisioning.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tenant and an approver at one running keydesk, with clusters that are really made. */
record Counter(Http tenant, Http approver) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration LONGEST_WORK = Duration.ofSeconds(60);

    static Counter of(KeydeskProcess keydesk) {
        return new Counter(new Http(keydesk.port(), "dev-tenant"), new Http(keydesk.port(), "dev-approver"));
    }

    /** A ticket that is not decided yet, and the cluster that it is about. */
    record Ticket(String id, String cluster) {}

    Ticket order(String name) throws IOException {
        return file("""
                {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                 "environment": "development", "namespaces": ["shop"]}""".formatted(name));
    }

    Ticket change(String cluster, String setting, String value) throws IOException {
        return file("""
                {"kind": "change-settings", "clusterId": "%s", "settings": {"%s": "%s"}}""".formatted(cluster, setting, value));
    }

    Ticket giveBack(String cluster) throws IOException {
        return file("{\"kind\": \"delete-cluster\", \"clusterId\": \"%s\"}".formatted(cluster));
    }

    private Ticket file(String request) throws IOException {
        var ticket = JSON.readTree(tenant.post("/v1/tickets", "{\"request\": %s}".formatted(request), 201));
        return new Ticket(text(ticket, "/id"), text(ticket, "/clusterId"));
    }

    /** @return how long it took from the approval until the ticket was fulfilled */
    Duration carryOut(Ticket ticket) throws IOException {
        long began = System.nanoTime();
        approver.post("/v1/tickets/" + ticket.id() + "/approve", "{}", 200);
        var ended = await(ticket + " ends")
                .atMost(LONGEST_WORK)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> JSON.readTree(tenant.get("/v1/tickets/" + ticket.id())),
                        now -> List.of("fulfilled", "failed").contains(text(now, "/state")));
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (!text(ended, "/state").equals("fulfilled")) {
            throw new IllegalStateException(ended.toString());
        }
        return took;
    }

    /** Waits until all is well again with a cluster that was broken. */
    void awaitReady(String cluster) {
        await(cluster + " is ready")
                .atMost(LONGEST_WORK)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> text(JSON.readTree(tenant.get("/v1/clusters/" + cluster)), "/phase")
                        .equals("ready"));
    }

    /** As the tenant's application would. */
    SentinelWriter writer(String cluster) throws IOException {
        return new SentinelWriter(sentinels(cluster), credentials(cluster));
    }

    /** The node that the Sentinels name. */
    HostAndPort primary(String cluster) throws IOException {
        try (var sentinel = new Jedis(HostAndPort.from(sentinels(cluster).getFirst()))) {
            var named = sentinel.sentinelGetMasterAddrByName("mymaster");
            return new HostAndPort(named.getFirst(), Integer.parseInt(named.getLast()));
        }
    }

    /** The process of a node. */
    ProcessHandle process(String cluster, HostAndPort node) throws IOException {
        var credentials = credentials(cluster);
        var login =
                DefaultJedisClientConfig.builder().user(credentials.username()).password(credentials.password());
        try (var client = new Jedis(node, login.build())) {
            return client.info("server")
                    .lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> Long.valueOf(line.substring(line.indexOf(':') + 1)))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> sentinels(String cluster) throws IOException {
        return JSON.readTree(tenant.get("/v1/clusters/%s/connection".formatted(cluster)))
                .at("/sentinels")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private Credentials credentials(String cluster) throws IOException {
        var json = JSON.readTree(tenant.get("/v1/clusters/%s/credentials".formatted(cluster)));
        return new Credentials(text(json, "/username"), text(json, "/password"));
    }

    private static String text(JsonNode node, String path) {
        return node.at(path).asString();
    }
}
