package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.provisioning.Credentials;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Three Valkeys and three Sentinels without keydesk, users, passwords and limits: what they take by themselves, and what they
 * lose. Sentinels are told of each other, which they would otherwise find out only after seconds.
 */
final class BareCluster implements AutoCloseable {

    private static final String SERVER = "valkey-server";
    private static final String NAME = "mymaster";
    /** What loses least of what a replaced primary acknowledges, and makes replicas follow soonest. */
    private static final String NODE =
            "save \"\"\nrepl-diskless-sync-delay 0\nmin-replicas-to-write 1\nmin-replicas-max-lag 3\n";

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Path folder;
    private final List<Integer> ports;
    private final List<Process> processes = new ArrayList<>();

    private BareCluster(Path folder, List<Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /**
     * Brings all six up, each as soon as what it needs answers, and makes sure of all that keydesk makes sure of: the six
     * agree, both replicas receive what is written, and the connection is in a file.
     */
    static BareCluster up(Path folder) throws IOException {
        var cluster = new BareCluster(Files.createDirectories(folder), freePorts(6));
        try {
            cluster.start();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void start() throws IOException {
        launch(0, NODE);
        awaitAnswers(0, 1);
        var replica = NODE + "replicaof 127.0.0.1 %d\n".formatted(ports.getFirst());
        launch(1, replica);
        launch(2, replica);
        awaitAnswers(1, 3);
        for (int i = 3; i < 6; i++) {
            launch(i, sentinel(i), "--sentinel");
        }
        awaitAnswers(3, 6);
        awaitSettled();
        awaitStream();
        Files.writeString(folder.resolve("connection"), String.join("\n", sentinels()));
    }

    private String sentinel(int place) {
        var own = """
                sentinel myid %040d
                sentinel monitor %s 127.0.0.1 %d 2
                sentinel down-after-milliseconds mymaster 5000
                sentinel failover-timeout mymaster 10000
                """.formatted(place, NAME, ports.getFirst());
        var replicas = IntStream.of(1, 2)
                .mapToObj(i -> "sentinel known-replica %s 127.0.0.1 %d\n".formatted(NAME, ports.get(i)));
        var others = IntStream.range(3, 6)
                .filter(i -> i != place)
                .mapToObj(i -> "sentinel known-sentinel %s 127.0.0.1 %d %040d\n".formatted(NAME, ports.get(i), i));
        return own + String.join("", Stream.concat(replicas, others).toList());
    }

    private void launch(int place, String configuration, String... arguments) throws IOException {
        var own = Files.createDirectories(folder.resolve(Integer.toString(place)));
        var file = Files.writeString(
                own.resolve("conf"),
                "bind 127.0.0.1\nport %d\ndir \"%s\"\n%s".formatted(ports.get(place), own, configuration));
        var command = Stream.concat(Stream.of(SERVER, file.toString()), Stream.of(arguments))
                .toList();
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log").toFile())
                .start());
    }

    private void awaitAnswers(int from, int to) {
        soon(
                "processes answer",
                () -> IntStream.range(from, to)
                        .allMatch(place -> !ask(place, Jedis::ping, "").isEmpty()));
    }

    /** Waits until three Sentinels agree with each other, and with all three nodes. */
    void awaitSettled() {
        soon("the six agree", () -> {
            var named = IntStream.range(3, 6)
                    .mapToObj(place -> ask(place, one -> one.sentinelMaster(NAME), Map.<String, String>of()))
                    .filter(said -> "master".equals(said.get("flags")) && "2".equals(said.get("num-other-sentinels")))
                    .map(said -> Integer.valueOf(said.get("port")))
                    .toList();
            return named.size() == 3 && named.stream().distinct().count() == 1 && isFollowed(named.getFirst());
        });
    }

    private boolean isFollowed(int primary) {
        return IntStream.range(0, 3).allMatch(place -> {
            var said = ask(place, node -> node.info("replication"), "").lines().toList();
            return ports.get(place) == primary
                    ? said.contains("role:master")
                    : said.containsAll(List.of("master_port:" + primary, "master_link_status:up"));
        });
    }

    /** Waits until both replicas acknowledge what is written now. */
    private void awaitStream() {
        try (var primary = open(primary())) {
            soon("writes are taken", () -> isTaken(primary));
            if (primary.waitReplicas(2, BOUND.toMillis()) < 2) {
                throw new IllegalStateException("replicas do not receive what is written, see " + folder);
            }
        }
    }

    /** It refuses while it has not noticed that its replicas are there. */
    private static boolean isTaken(Jedis primary) {
        try {
            return primary.set("proof", "1").equals("OK");
        } catch (JedisDataException noReplicas) {
            return false;
        }
    }

    /** The place of the node that the Sentinels name. */
    private int primary() {
        return ports.indexOf(Integer.valueOf(ask(3, one -> one.sentinelGetMasterAddrByName(NAME), List.<String>of())
                .get(1)));
    }

    /** As {@code kill -9} does. */
    void killPrimary() {
        processes.get(primary()).destroyForcibly().onExit().join();
    }

    /** Has the Sentinels replace the primary, and waits until they are done. */
    void failOver() {
        int before = primary();
        try (var sentinel = open(3)) {
            sentinel.sentinelFailover(NAME);
        }
        soon("another primary", () -> primary() != before);
        awaitSettled();
    }

    SentinelWriter writer() {
        return new SentinelWriter(sentinels(), new Credentials("default", "any"));
    }

    private List<String> sentinels() {
        return ports.subList(3, 6).stream().map(port -> "127.0.0.1:" + port).toList();
    }

    private static void soon(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    private interface Question<T> {
        T put(Jedis server);
    }

    private <T> T ask(int place, Question<T> question, T otherwise) {
        try (var server = open(place)) {
            return question.put(server);
        } catch (JedisException notNow) {
            return otherwise;
        }
    }

    private Jedis open(int place) {
        return new Jedis("127.0.0.1", ports.get(place));
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
