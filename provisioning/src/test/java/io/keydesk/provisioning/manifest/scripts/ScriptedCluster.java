package io.keydesk.provisioning.manifest.scripts;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.node.AclFiles;
import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.node.SentinelFile;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.ClusterSurvey;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Login;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.provisioning.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Three pods on loopback addresses of their own, as real processes. An address outlives the pods behind it, like the
 * ClusterIP of a Service.
 */
final class ScriptedCluster implements AutoCloseable {

    private static final int VALKEY = 6379;
    private static final int SENTINEL = 26379;
    private static final int KEYS = 1_000;
    private static final Duration TO_SETTLE = Duration.ofSeconds(60);
    private static final Dialect DIALECT = new Dialect(new EngineVersion(8, 0));

    private final Path root;
    private final boolean volumes;
    private final List<Member> members = freeAddresses();
    private final Secrets secrets = Secrets.generate();
    private final Map<String, String> surroundings = new HashMap<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Pod> old = new ArrayList<>();
    private final List<SentinelWriter> writers = new ArrayList<>();
    private int born;

    private ScriptedCluster(Path root, Map<String, String> settings, boolean volumes) {
        this.root = root;
        this.volumes = volumes;
        var catalogue = new Catalogue();
        var all = new TreeMap<>(catalogue.defaults(Purpose.OTHER));
        all.putAll(settings);
        var directives = Directives.of(all, catalogue.storedPlan("xs"), DIALECT);
        write("config/valkey.conf", directives.render());
        write("config/sentinel.conf", SentinelFile.renderCommon());
        write("secrets/users.acl", AclFiles.ofNode(secrets, directives.channels(), DIALECT));
        write("secrets/sentinel-users.acl", AclFiles.ofSentinel(secrets, DIALECT));
        write("secrets/replication-password", secrets.replication().value());
        write("secrets/sentinel-password", secrets.sentinel().value());
        surroundings.put("CLUSTER", "orders-cache");
        surroundings.put("NODES", RecordedPod.nodes(members));
        surroundings.put("CONFIG_DIR", root.resolve("config").toString());
        surroundings.put("SECRETS_DIR", root.resolve("secrets").toString());
    }

    /** A cluster that is settled, holds keys, and forgets them when all of its pods end. */
    static ScriptedCluster start(Path root) {
        return begun(new ScriptedCluster(root, Map.of(), false));
    }

    /** One with an append-only file; what its nodes and Sentinels keep outlives their pods. */
    static ScriptedCluster startWithVolumes(Path root) {
        return begun(new ScriptedCluster(root, Map.of("persistence", "aof"), true));
    }

    private static ScriptedCluster begun(ScriptedCluster cluster) {
        try {
            cluster.begin();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void begin() {
        surroundings.put("FIRST", "yes");
        members.forEach(member -> pods.add(newPod(member.index())));
        surroundings.remove("FIRST");
        pods.forEach(Pod::start);
        settled();
        var words = IntStream.range(0, KEYS).boxed().flatMap(i -> Stream.of("key:" + i, "value"));
        var all = Stream.concat(Stream.of("MSET"), words).toArray(String[]::new);
        // A primary counts its replicas only once a second.
        await().atMost(TO_SETTLE)
                .ignoreExceptions()
                .until(() -> ask(primary(), application(), all).equals("OK"));
        // For up to a second after its first copy a replica counts as one, and is sent nothing: so long a primary has
        // all alone.
        await().atMost(TO_SETTLE).until(() -> members.stream().allMatch(member -> keys(member.index()) == KEYS));
        if (volumes) {
            // The server writes to the file before it acknowledges, unless the disk is slow.
            ask(primary(), application(), "WAITAOF", "1", "0", "0");
        }
    }

    private Pod newPod(int index) {
        var folder = root.resolve("pod-%d-%d".formatted(index, born++));
        var data = volumes ? root.resolve("volume-" + index) : folder.resolve("data");
        var environment = new HashMap<>(surroundings);
        environment.put("NODE_INDEX", Integer.toString(index));
        environment.put("BIND", members.get(index).node().host());
        environment.put("PROBE_HOST", members.get(index).node().host());
        if (volumes) {
            environment.put("STATE_DIR", data.toString());
        }
        return Pod.of(folder, data, environment);
    }

    Pod pod(int index) {
        return pods.get(index);
    }

    /** Puts a new pod in the place of one whose processes may go on. */
    synchronized void replace(int index) {
        old.add(pods.get(index));
        pods.set(index, newPod(index));
        pods.get(index).start();
    }

    /** A client that writes until it is stopped. */
    SentinelWriter writer() {
        var writer = new SentinelWriter(
                members.stream().map(member -> member.sentinel().toString()).toList(),
                new Credentials(application().user(), application().password()));
        writers.add(writer);
        goesOn(writer);
        return writer;
    }

    static void goesOn(SentinelWriter writer) {
        int before = writer.acknowledged();
        await().atMost(TO_SETTLE).until(() -> writer.acknowledged() > before + 50);
    }

    ClusterView look() {
        return new ClusterSurvey(new AdminClient(secrets.opsLogin(), Dialer.DIRECT), List.of())
                .of(members, new Presence() {
                    @Override
                    public boolean hasNode(int index) {
                        return true;
                    }

                    @Override
                    public boolean hasSentinel(int index) {
                        return true;
                    }
                });
    }

    /** The node that two Sentinels name. */
    int primary() {
        return look().elected().orElseThrow();
    }

    /** Waits until all agree, and nothing is under way. */
    void settled() {
        try {
            await().atMost(TO_SETTLE).until(() -> look().isSettled());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(look() + "\n" + logs(), e);
        }
    }

    /** How many of the first keys a node holds. */
    long keys(int node) {
        var words = Stream.concat(Stream.of("EXISTS"), IntStream.range(0, KEYS).mapToObj(i -> "key:" + i));
        return (Long) ask(node, application(), words.toArray(String[]::new));
    }

    long lostKeys() {
        return KEYS - keys(primary());
    }

    Object ask(int node, Login login, String... words) {
        try (var connection =
                new AdminClient(login, Dialer.DIRECT).open(members.get(node).node())) {
            return requireNonNull(connection.ask(words));
        }
    }

    Secrets secrets() {
        return secrets;
    }

    Login application() {
        return new Login("default", secrets.application().value());
    }

    /** What all pods and their hooks have said. */
    String logs() {
        var all = new StringBuilder();
        try (var files = Files.walk(root)) {
            for (var log : files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                all.append("== ").append(log).append('\n').append(Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Member> freeAddresses() {
        while (true) {
            var random = ThreadLocalRandom.current();
            var block = "127.77.%d.".formatted(random.nextInt(256));
            int first = random.nextInt(1, 252);
            var members = IntStream.range(0, 3)
                    .mapToObj(i -> new Member(
                            i, new Address(block + (first + i), VALKEY), new Address(block + (first + i), SENTINEL)))
                    .toList();
            if (members.stream().allMatch(member -> isFree(member.node()) && isFree(member.sentinel()))) {
                return members;
            }
        }
    }

    private static boolean isFree(Address address) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        writers.forEach(SentinelWriter::close);
        pods.forEach(Pod::stopAtOnce);
        old.forEach(Pod::stopAtOnce);
    }
}
