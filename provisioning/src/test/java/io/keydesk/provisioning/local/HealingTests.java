package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is repaired without anybody's help while a client writes, and what is lost on the way. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class HealingTests {

    private static final int KEYS = 1_000;

    @RegisterExtension
    static final HealingTable TABLE = new HealingTable();

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    private final List<AutoCloseable> open = new ArrayList<>();

    /** A cluster with keys, somebody who looks after it, and a client that writes. */
    private record Scene(RunningCluster cluster, Keeper keeper, SentinelWriter writer) {}

    /** What came of a scenario. */
    private record Healed(List<String> happened, long lostKeys, int lostWrites) {}

    private Scene scene(Map<String, String> settings) {
        var cluster = RunningCluster.order(region, region.open(false), settings);
        try (var client = cluster.client()) {
            client.mset(IntStream.range(0, KEYS)
                    .boxed()
                    .flatMap(i -> Stream.of("key:" + i, "value"))
                    .toArray(String[]::new));
        }
        long began = System.nanoTime();
        var keeper = new Keeper(region, cluster);
        open.add(keeper);
        var writer = new SentinelWriter(cluster.sentinels(), cluster.credentials());
        open.addFirst(writer);
        keeper.settledAfter(began);
        goesOn(writer);
        return new Scene(cluster, keeper, writer);
    }

    private static void goesOn(SentinelWriter writer) {
        int before = writer.acknowledged();
        await().atMost(Duration.ofSeconds(40)).until(() -> writer.acknowledged() > before + 50);
    }

    /** Breaks something, waits until all is well and the client writes again, and counts. */
    private Healed heal(Scene scene, String scenario, Runnable fault) {
        return after(scene, scenario, scene.keeper().meanwhile(fault));
    }

    private static Healed after(Scene scene, String scenario, long moment) {
        var settled = scene.keeper().settledAfter(moment);
        goesOn(scene.writer());
        var figures = scene.writer().stop();
        long lostKeys;
        try (var client = scene.cluster().client()) {
            lostKeys = KEYS
                    - client.exists(
                            IntStream.range(0, KEYS).mapToObj(i -> "key:" + i).toArray(String[]::new));
        }
        var happened = scene.keeper().types();
        TABLE.add(scenario, happened, lostKeys, figures, settled);
        return new Healed(happened, lostKeys, figures.lost());
    }

    @AfterEach
    void close() throws Exception {
        for (var one : open) {
            one.close();
        }
    }

    private static void losesNothing(Healed healed, String... happened) {
        assertThat(healed.happened()).containsAll(List.of(happened)).doesNotContain("primary-picked");
        assertThat(healed.lostKeys()).isZero();
        assertThat(healed.lostWrites()).isZero();
    }

    @Test
    void replacesAKilledPrimary() {
        var scene = scene(Map.of());

        var healed = heal(scene, "primary killed", () -> scene.cluster().kill(Slot.node(0)));

        losesNothing(healed, "node-died", "node-started");
    }

    @Test
    void startsAKilledReplicaAgain() {
        var scene = scene(Map.of());

        var healed = heal(scene, "replica killed", () -> scene.cluster().kill(Slot.node(1)));

        losesNothing(healed, "node-died", "node-started");
    }

    @Test
    void endsAPrimaryThatStaysFrozenAfterItsReplacement() {
        var scene = scene(Map.of());

        var healed = heal(scene, "primary frozen", () -> freeze(scene, Slot.node(0)));

        losesNothing(healed, "node-frozen", "node-started");
        assertThat(scene.cluster().primary().index()).isNotZero();
    }

    @Test
    void makesAResumedPrimaryAReplica() {
        var scene = scene(Map.of());
        long pid = scene.cluster().pid(Slot.node(0));
        scene.keeper().meanwhile(() -> freeze(scene, Slot.node(0)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scene.cluster()
                        .observe()
                        .primary()
                        .filter(primary -> primary.index() != 0)
                        .isPresent());
        // Else the client may just now wait for the frozen one, whose first answers after it wakes up are lost.
        goesOn(scene.writer());

        var healed = heal(scene, "primary frozen, then resumed", () -> signal("CONT", pid));

        losesNothing(healed, "primary-demoted");
        assertThat(healed.happened()).doesNotContain("node-frozen", "node-died");
    }

    @Test
    void endsAReplicaAndASentinelThatStayFrozen() {
        var scene = scene(Map.of());

        var healed = heal(scene, "a replica and a Sentinel frozen", () -> {
            freeze(scene, Slot.node(2));
            freeze(scene, Slot.sentinel(0));
        });

        losesNothing(healed, "node-frozen", "node-started", "sentinel-frozen", "sentinel-started");
    }

    @Test
    void startsAKilledSentinelAgain() {
        var scene = scene(Map.of());

        var healed = heal(scene, "Sentinel killed", () -> scene.cluster().kill(Slot.sentinel(1)));

        losesNothing(healed, "sentinel-died", "sentinel-started");
    }

    @Test
    void startsBothKilledReplicasAgain() {
        var scene = scene(Map.of());

        var healed = heal(scene, "both replicas killed", () -> kill(scene, Slot.node(1), Slot.node(2)));

        losesNothing(healed, "node-died", "node-started");
    }

    @Test
    void endsBothReplicasThatStayFrozen() {
        var scene = scene(Map.of());

        var healed = heal(scene, "both replicas frozen", () -> {
            freeze(scene, Slot.node(1));
            freeze(scene, Slot.node(2));
        });

        losesNothing(healed, "node-frozen", "node-started");
    }

    @Test
    void endsNothingWhileEveryNodeIsFrozen() {
        var scene = scene(Map.of());
        var pids = scene.cluster().pids();
        var nodes = Slot.all(Kind.NODE).stream().map(scene.cluster()::pid).toList();
        scene.keeper().meanwhile(() -> {
            Slot.all(Kind.NODE).forEach(slot -> freeze(scene, slot));
            scene.cluster().step();
            region.clock().forward(Duration.ofSeconds(30));
            scene.cluster().step();
        });

        var healed = heal(scene, "all nodes frozen, then resumed", () -> nodes.forEach(pid -> signal("CONT", pid)));

        losesNothing(healed);
        assertThat(scene.cluster().pids()).isEqualTo(pids);
    }

    @Test
    void hasTheLastReplicaPromotedWhenTwoNodesAreKilled() {
        var scene = scene(Map.of());

        var healed = heal(scene, "primary and a replica killed", () -> kill(scene, Slot.node(0), Slot.node(1)));

        losesNothing(healed, "failover-ordered", "node-started");
    }

    @Test
    void startsEmptyWhenAllNodesOfACacheAreKilled() {
        var scene = scene(Map.of());

        var healed = heal(scene, "all nodes killed", () -> kill(scene, Slot.node(0), Slot.node(1), Slot.node(2)));

        assertThat(healed.happened()).contains("node-died", "node-started").doesNotContain("primary-picked");
        assertThat(healed.lostKeys()).isEqualTo(KEYS);
    }

    @Test
    void startsAllSentinelsAgain() {
        var scene = scene(Map.of());

        var healed = heal(
                scene, "all Sentinels killed", () -> kill(scene, Slot.sentinel(0), Slot.sentinel(1), Slot.sentinel(2)));

        losesNothing(healed, "sentinel-died", "sentinel-started");
    }

    @Test
    void startsEmptyWhenAllOfACacheIsKilled() {
        var scene = scene(Map.of());

        var healed = heal(scene, "all six killed", () -> killAll(scene));

        assertThat(healed.happened()).contains("node-started", "sentinel-started");
        assertThat(healed.lostKeys()).isEqualTo(KEYS);
    }

    @Test
    void hasAllPersistedDataAgainWhenAllIsKilled() {
        var scene = scene(Map.of("persistence", "aof"));

        var healed = heal(scene, "all six killed, append-only file", () -> killAll(scene));

        losesNothing(healed, "node-started", "sentinel-started");
    }

    @Test
    void startsWithTheDataOfAReplicaWhenThePrimarysIsDeleted() {
        var scene = scene(Map.of("persistence", "aof"));

        var healed = heal(scene, "all six killed, the primary's data deleted too, append-only file", () -> {
            killAll(scene);
            PrivateFiles.remove(scene.cluster().folder().data(0));
        });

        losesNothing(healed, "failover-ordered");
    }

    @Test
    void correctsASentinelThatNamesAWrongPrimary() {
        var scene = scene(Map.of());

        var healed = heal(scene, "a Sentinel names a wrong primary", () -> {
            scene.cluster().askSentinel(1, "SENTINEL", "REMOVE", "mymaster");
            scene.cluster().askSentinel(1, "SENTINEL", "MONITOR", "mymaster", "127.0.0.1", "1", "2");
        });

        losesNothing(healed, "sentinel-corrected", "sentinel-started");
    }

    @Test
    void demotesAReplicaThatWasMadeAPrimaryByHand() {
        var scene = scene(Map.of());

        var healed = heal(
                scene, "a replica made a primary by hand", () -> scene.cluster().ask(1, "REPLICAOF", "NO", "ONE"));

        losesNothing(healed, "primary-demoted");
        assertThat(scene.cluster().primary().index()).isZero();
    }

    @Test
    void turnsAReplicaThatFollowsSomebodyElse() {
        var scene = scene(Map.of());

        var healed = heal(
                scene,
                "a replica made to follow somebody else",
                () -> scene.cluster().ask(1, "REPLICAOF", "127.0.0.1", "1"));

        losesNothing(healed, "replica-turned");
    }

    @Test
    void replacesAPrimaryThatWasMadeAReplicaByHand() {
        var scene = scene(Map.of());

        var healed = heal(
                scene,
                "the primary made to follow somebody else",
                () -> scene.cluster().ask(0, "REPLICAOF", "127.0.0.1", "1"));

        losesNothing(healed, "failover-ordered");
    }

    @Test
    void setsBackWhatWasSetByHand() {
        var scene = scene(Map.of());

        var healed = heal(scene, "settings changed by hand", () -> {
            scene.cluster().ask(0, "CONFIG", "SET", "timeout", "77");
            scene.cluster().ask(2, "CONFIG", "SET", "min-replicas-to-write", "0");
            scene.cluster().ask(1, "ACL", "SETUSER", "default", "nopass");
        });

        losesNothing(healed, "drift-repaired");
        assertThat(healed.happened()).doesNotContain("node-restarting", "node-died");
        assertThat(scene.cluster().observe().isHealthy()).isTrue();
    }

    @Test
    void restartsAPrimaryWhoseSettingsNeedIt() {
        var scene = scene(Map.of());

        var healed = heal(
                scene,
                "settings of the primary changed by hand that need a restart",
                () -> scene.cluster().ask(0, "CONFIG", "SET", "appendonly", "yes"));

        losesNothing(healed, "switched-over", "node-restarting");
    }

    @Test
    void restartsNodesWhoseDataFolderIsDeletedUnderThem() {
        var scene = scene(Map.of());

        var healed = heal(scene, "data folders of the primary and a replica deleted while they run", () -> {
            PrivateFiles.remove(scene.cluster().folder().data(0));
            PrivateFiles.remove(scene.cluster().folder().data(1));
        });

        // A hand-over is told only where it was seen to its end; without one, data would be lost.
        losesNothing(healed, "node-restarting", "node-started");
    }

    @Test
    void fillsAReplicaWhoseDataWasDeletedWhileItWasDead() {
        var scene = scene(Map.of("persistence", "aof"));

        var healed = heal(scene, "data folder of a dead replica deleted", () -> {
            scene.cluster().kill(Slot.node(1));
            PrivateFiles.remove(scene.cluster().folder().data(1));
        });

        losesNothing(healed, "node-died", "node-started");
    }

    @Test
    void writesTheWholeFolderAgainWhileItIsKnown() {
        var scene = scene(Map.of());
        var credentials = scene.cluster().credentials();
        var sentinels = scene.cluster().sentinels();

        var healed = heal(
                scene,
                "the whole folder deleted while it runs",
                () -> PrivateFiles.remove(scene.cluster().folder().root()));

        losesNothing(healed, "files-restored", "node-restarting");
        assertThat(scene.cluster().credentials()).isEqualTo(credentials);
        assertThat(scene.cluster().sentinels()).isEqualTo(sentinels);
    }

    @Test
    void writesSecretsAndConfigurationAgainWhileTheyAreKnown() {
        var scene = scene(Map.of());
        var credentials = scene.cluster().credentials();
        var folder = scene.cluster().folder();

        var healed = heal(scene, "secrets and configuration files deleted", () -> {
            PrivateFiles.remove(folder.root().resolve("secrets"));
            Stream.of(folder.record(), folder.directives(), folder.configuration(Slot.node(1)))
                    .forEach(HealingTests::delete);
        });

        losesNothing(healed, "files-restored");
        assertThat(scene.cluster().credentials()).isEqualTo(credentials);
    }

    @Test
    void writesTheConnectionAgain() {
        var scene = scene(Map.of());
        var folder = scene.cluster().folder();

        var healed = heal(scene, "connection file deleted, policy edited", () -> {
            delete(folder.configMap());
            PrivateFiles.write(folder.networkPolicy(), "kind: Nothing\n");
        });

        losesNothing(healed, "connection-restored");
        assertThat(folder.configMap()).isNotEmptyFile();
    }

    @Test
    void goesOnWithoutANodeWhosePortIsTaken() throws IOException {
        var scene = scene(Map.of("persistence", "aof"));
        var port = scene.cluster().address(0).port();
        var stranger = new ServerSocket();
        open.add(stranger);

        scene.keeper().meanwhile(() -> {
            killAll(scene);
            bind(stranger, port);
        });
        assertThat(scene.keeper().failedWith(Starter.PORT_IN_USE)).contains(Integer.toString(port));
        goesOn(scene.writer());
        stranger.close();
        var healed = heal(scene, "all six killed, the primary's port taken, append-only file", () -> {});

        // What the primary had not sent yet is only on its own disk.
        assertThat(healed.happened()).contains("failover-ordered").doesNotContain("primary-picked");
        assertThat(healed.lostKeys()).isZero();
    }

    @Test
    void picksTheReplicaThatHasMostWhenNoSentinelKnowsAnything() {
        var scene = scene(Map.of());

        var healed = heal(scene, "primary and all Sentinels killed, their files deleted", () -> {
            kill(scene, Slot.node(0), Slot.sentinel(0), Slot.sentinel(1), Slot.sentinel(2));
            Slot.all(Kind.SENTINEL)
                    .forEach(slot -> delete(scene.cluster().folder().configuration(slot)));
        });

        assertThat(healed.happened()).contains("primary-picked");
        assertThat(healed.lostKeys()).isZero();
        assertThat(healed.lostWrites()).isZero();
    }

    @Test
    void startsANodeMoreAndMoreSeldomThatDiesAtEachStart() {
        var scene = scene(Map.of("persistence", "aof"));
        var data = scene.cluster().folder().data(1);

        scene.keeper().meanwhile(() -> {
            scene.cluster().kill(Slot.node(1));
            damage(data);
        });
        assertThat(scene.keeper().failedWith("KeepsDying"))
                .startsWith("Node 1 dies soon after each start")
                .contains("Bad file format");
        var healed = heal(
                scene, "a replica that cannot read its data, until that is deleted", () -> PrivateFiles.remove(data));

        losesNothing(healed, "node-started");
    }

    @Test
    void makesNothingInPlaceOfAClusterWhoseFilesAreLost() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        var pids = cluster.pids();
        first.close();
        PrivateFiles.remove(cluster.folder().root());
        var second = region.open(false);

        assertThat(second.apply(cluster.desired())).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("FilesLost");
            assertThat(failed.message()).contains("cluster.properties", "put that back", "delete the cluster");
        });
        assertThat(cluster.folder().root()).doesNotExist();
        assertThat(Looping.delete(second, cluster.desired().id()).outcome()).isInstanceOf(Outcome.Gone.class);
        await().untilAsserted(() -> assertThat(pids)
                .allMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()));
    }

    @Test
    void makesNothingInPlaceOfAStoppedClusterWhoseFilesAreLost() {
        var first = region.open(false);
        var cluster = RunningCluster.order(region, first);
        first.close();
        PrivateFiles.remove(cluster.folder().root());
        var plain = cluster.desired();
        var known =
                new DesiredCluster(plain.id(), plain.tenant(), plain.name(), plain.ticket(), 1, plain.state(), true);

        assertThat(region.open(false).apply(known))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("FilesLost"));
        assertThat(cluster.folder().root()).doesNotExist();
    }

    @Test
    void makesAClusterAnewWhereSomebodySaidThatAllIsLost() {
        var plain = Desired.cluster("orders-cache");
        var known =
                new DesiredCluster(plain.id(), plain.tenant(), plain.name(), plain.ticket(), 1, plain.state(), true);

        assertThat(Looping.apply(region.openInPlaceOf("an-owner-whose-home-is-lost"), known)
                        .ready()
                        .seen()
                        .isHealthy())
                .isTrue();
    }

    @Test
    void makesNoOtherPasswordsForAClusterThatHasLostThem() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        first.close();
        var secrets = cluster.folder().root().resolve("secrets");
        PrivateFiles.remove(secrets);

        assertThat(region.open(false).apply(cluster.desired())).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("FilesLost");
            assertThat(failed.message()).contains("passwords", secrets.toString());
        });
        assertThat(secrets).doesNotExist();
    }

    private static void kill(Scene scene, Slot... slots) {
        Stream.of(slots)
                .map(slot -> ProcessHandle.of(scene.cluster().pid(slot)).orElseThrow())
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
        await().until(() -> Stream.of(slots)
                .allMatch(slot -> ProcessTable.scan(scene.cluster().folder().root(), null)
                        .of(scene.cluster().folder().configuration(slot))
                        .isEmpty()));
    }

    private static void killAll(Scene scene) {
        kill(
                scene,
                Stream.of(Kind.values())
                        .flatMap(kind -> Slot.all(kind).stream())
                        .toArray(Slot[]::new));
    }

    private static void freeze(Scene scene, Slot slot) {
        signal("STOP", scene.cluster().pid(slot));
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bind(ServerSocket stranger, int port) {
        try {
            stranger.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void damage(Path data) {
        try (var files = Files.walk(data)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".incr.aof")).toList()) {
                Files.writeString(file, "damaged\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
