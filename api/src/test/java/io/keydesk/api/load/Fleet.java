package io.keydesk.api.load;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** Clusters that keydesk keeps meanwhile, whose settings are changed by tickets and whose primaries are killed. */
final class Fleet {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Desk desk;
    private final Meter meter;
    private final List<String> all = new CopyOnWriteArrayList<>();

    /** Those that nobody changes or hurts now. */
    private final ConcurrentLinkedQueue<String> idle = new ConcurrentLinkedQueue<>();

    Fleet(Desk desk, Meter meter) {
        this.desk = desk;
        this.meter = meter;
    }

    static String order(String name) {
        return """
                {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                             "environment": "development", "namespaces": ["shop"], "settings": {"timeout": 300}}}
                """.formatted(name);
    }

    /** Orders clusters, all at once, and waits until they are ready. */
    void order(int count) {
        try (ExecutorService ordering = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, count)
                    .forEach(n -> ordering.execute(() -> carryOut("order carried out", order("kept-" + n))
                            .ifPresent(ticket -> {
                                all.add(ticket.at("/clusterId").asString());
                                idle.add(ticket.at("/clusterId").asString());
                            })));
        }
        if (all.size() < count) {
            throw new IllegalStateException(
                    "%d of %d clusters are ready: %s".formatted(all.size(), count, meter.faults()));
        }
    }

    String any() {
        return all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }

    void changeSettings() {
        var cluster = idle.poll();
        if (cluster == null) {
            return;
        }
        carryOut("settings changed", """
                {"request": {"kind": "change-settings", "clusterId": "%s", "settings": {"timeout": %d}}}
                """.formatted(
                        cluster, ThreadLocalRandom.current().nextInt(60, 6000)));
        idle.add(cluster);
    }

    private Optional<JsonNode> carryOut(String what, String request) {
        long began = System.nanoTime();
        var filed = desk.post("file", 201, "dev-tenant", "/v1/tickets", request);
        if (filed.isEmpty()) {
            return filed;
        }
        var path = "/v1/tickets/" + filed.get().at("/id").asString();
        desk.post("approve", 200, "dev-approver", path + "/approve", null);
        if (!becomes(what, path, ticket -> ticket.at("/state").asString().equals("fulfilled"))) {
            return Optional.empty();
        }
        meter.took(what, Duration.ofNanos(System.nanoTime() - began));
        return filed;
    }

    /** Kills a primary, and waits until the cluster is whole again. */
    void killPrimary() {
        var cluster = idle.poll();
        if (cluster == null) {
            return;
        }
        var path = "/v1/clusters/" + cluster;
        var primary = desk.get("read cluster", "dev-tenant", path).flatMap(Fleet::primary);
        var killed = primary.flatMap(node -> process(cluster, node));
        if (killed.isEmpty()) {
            meter.fault("a cluster has no primary");
        } else {
            long began = System.nanoTime();
            killed.get().destroyForcibly();
            if (becomes("repair", path, now -> isWhole(now) && isBack(cluster, primary.get(), killed.get()))) {
                meter.took("primary killed, cluster whole again", Duration.ofNanos(System.nanoTime() - began));
            }
        }
        idle.add(cluster);
    }

    private boolean isBack(String cluster, int node, ProcessHandle killed) {
        return process(cluster, node).filter(now -> now.pid() != killed.pid()).isPresent();
    }

    private boolean becomes(String what, String path, Predicate<JsonNode> wanted) {
        try {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(BETWEEN_LOOKS)
                    .until(() -> desk.get("read for " + what, "dev-tenant", path)
                            .filter(wanted)
                            .isPresent());
            return true;
        } catch (ConditionTimeoutException e) {
            meter.fault(what + " took longer than " + PATIENCE);
            return false;
        }
    }

    private static Optional<Integer> primary(JsonNode cluster) {
        return cluster.at("/nodes")
                .valueStream()
                .filter(node -> node.at("/role").asString().equals("primary"))
                .map(node -> node.at("/index").asInt())
                .findFirst();
    }

    private static boolean isWhole(JsonNode cluster) {
        return cluster.at("/phase").asString().equals("ready")
                && cluster.at("/nodes")
                        .valueStream()
                        .allMatch(node -> node.at("/state").asString().equals("running"));
    }

    /** A server is started with its own file, as its Sentinel is with another. */
    private Optional<ProcessHandle> process(String cluster, int node) {
        var file = Path.of("clusters", cluster, "nodes", Integer.toString(node), "valkey.conf");
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(file.toString()))
                .findFirst();
    }
}
