package io.keydesk.provisioning.manifest.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.Login;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.provisioning.valkey.SentinelWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a cluster of pods must survive, with real servers that are started by the scripts and restarted as a kubelet would. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere one cannot listen on any address of 127.0.0.0/8")
@EnabledIf(value = "isInstalled", disabledReason = "Valkey is not installed")
@Execution(ExecutionMode.CONCURRENT)
class PitfallTests {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    static boolean isInstalled() {
        return Stream.of("valkey-server", "valkey-sentinel", "valkey-cli")
                .allMatch(program -> Shell.find(program).isPresent());
    }

    /** The process is back within a second, and empty; its replicas would copy that. */
    @Test
    void losesNothingWithAKilledPrimary() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();

            cluster.pod(cluster.primary()).valkey().kill();

            assertNothingLost(cluster, writer);
        }
    }

    /** The second end of a container is followed by a start after 10 s: longer than Sentinel waits. */
    @Test
    void losesNothingWithAPrimaryWhoseStartIsHeldBack() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();
            int killed = cluster.primary();
            var container = cluster.pod(killed).valkey();

            container.kill();
            await().atMost(BOUND).until(() -> container.starts() == 2);
            container.kill();

            await().atMost(BOUND)
                    .until(() -> cluster.look()
                            .elected()
                            .filter(index -> index != killed)
                            .isPresent());
            assertNothingLost(cluster, writer);
            assertThat(container.starts()).isEqualTo(3);
        }
    }

    /** A Sentinel that is new in the middle of a failover must not believe the old primary for ever. */
    @Test
    void agreesOnAPrimaryAfterEachPodThatIsDeleted() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();

            for (int time = 0; time < 3; time++) {
                int deleted = cluster.primary();
                cluster.pod(deleted).stopGracefully();
                cluster.replace(deleted);

                cluster.settled();
                assertThat(cluster.primary()).isNotEqualTo(deleted);
            }

            assertNothingLost(cluster, writer);
        }
    }

    /** A primary waits for a replica to be back, and hands over to that one. */
    @Test
    void keepsItsDataWhenAllPodsAreDeletedAtOnce() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();

            delete(cluster, IntStream.range(0, 3));

            assertNothingLost(cluster, writer);
        }
    }

    /** Meanwhile the primary refuses writes; clients have to try again. */
    @Test
    void losesNothingWithBothReplicas() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();
            int primary = cluster.primary();

            delete(cluster, IntStream.range(0, 3).filter(index -> index != primary));

            assertNothingLost(cluster, writer);
        }
    }

    @Test
    void losesNothingWithAllSentinels() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();

            IntStream.range(0, 3).forEach(index -> cluster.pod(index).sentinel().kill());

            assertNothingLost(cluster, writer);
            assertThat(cluster.logs()).contains("Sentinel 0 goes on", "Sentinel 1 goes on", "Sentinel 2 goes on");
        }
    }

    /** A pod that is deleted by force may go on serving beside the next one, which must not have it replaced meanwhile. */
    @Test
    void losesNothingWithAPodThatServesAfterItWasDeletedByForce() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();
            int deleted = cluster.primary();
            var pod = cluster.pod(deleted);

            pod.sentinel().stop(Duration.ZERO);
            cluster.replace(deleted);
            await().atMost(BOUND).until(() -> pod(cluster, deleted).contains("an earlier self seems to serve still"));
            ScriptedCluster.goesOn(writer);
            assertThat(cluster.primary()).isEqualTo(deleted);
            pod.valkey().stop(Duration.ZERO);

            assertNothingLost(cluster, writer);
        }
    }

    /**
     * What lay in the sockets of the frozen primary is acknowledged when it wakes up, and lost: no setting of the server is
     * known against that. Whoever waits for an answer for less than Sentinel does, as this writer, loses nothing.
     */
    @Test
    void makesAPrimaryThatWakesUpAReplica() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var writer = cluster.writer();
            int frozen = cluster.primary();
            long pid = cluster.pod(frozen).valkey().pid();
            signal("STOP", pid);
            await().atMost(BOUND)
                    .until(() -> cluster.look()
                            .elected()
                            .filter(index -> index != frozen)
                            .isPresent());
            ScriptedCluster.goesOn(writer);

            signal("CONT", pid);

            assertNothingLost(cluster, writer);
            assertThat(cluster.primary()).isNotEqualTo(frozen);
        }
    }

    @Test
    void losesNothingOfVolumesWithAllProcessesAndTheirMemory() {
        try (var cluster = ScriptedCluster.startWithVolumes(folder)) {
            IntStream.range(0, 3).forEach(index -> cluster.pod(index).stopAtOnce());
            IntStream.range(0, 3).forEach(cluster::replace);

            cluster.settled();
            assertThat(cluster.lostKeys()).as(cluster::logs).isZero();
            assertThat(cluster.logs()).contains("Sentinel 0 goes on", "Sentinel 1 goes on", "Sentinel 2 goes on");
        }
    }

    @Test
    void givesMetricsWithoutPasswords() {
        try (var cluster = ScriptedCluster.start(folder)) {
            var exporter = new Login("_exporter", cluster.secrets().exporter().value());

            assertThat(cluster.ask(0, exporter, "INFO").toString()).contains("role:");

            assertThatThrownBy(() -> cluster.ask(0, exporter, "CONFIG", "GET", "masterauth"))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.words()).startsWith("NOPERM"));
        }
    }

    @Test
    void isAliveAndReadyAndShowsNoPasswordToOtherProcesses() {
        try (var cluster = ScriptedCluster.start(folder)) {
            for (int index = 0; index < 3; index++) {
                var pod = cluster.pod(index);
                await().atMost(BOUND)
                        .until(() -> Stream.of("valkey", "sentinel")
                                .allMatch(server -> pod.run("probe-live.sh", server) == 0
                                        && pod.run("probe-ready.sh", server) == 0));
                assertThat(Stream.of(pod.valkey(), pod.sentinel()))
                        .allSatisfy(container -> assertThat(read("/proc/%d/cmdline".formatted(container.pid()))
                                        + read("/proc/%d/environ".formatted(container.pid())))
                                .contains("valkey-", "NODE_INDEX")
                                .doesNotContain(cluster.secrets().all().stream()
                                        .map(password -> password.value())
                                        .toArray(String[]::new)));
            }
        }
    }

    /** So the users of Sentinels must not have a rule for it. */
    @Test
    void keepsASentinelFromStartingThatIsToldOfConfig() throws IOException {
        Files.writeString(folder.resolve("users.acl"), "user default on nopass -@all +ping +config|get\n");
        Files.writeString(
                folder.resolve("sentinel.conf"), "port 0\naclfile %s\n".formatted(folder.resolve("users.acl")));

        var ended = new ProcessBuilder(
                        "valkey-sentinel", folder.resolve("sentinel.conf").toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Unknown command or category name in ACL");
        assertThat(ended.onExit().join().exitValue()).isNotZero();
    }

    private static void assertNothingLost(ScriptedCluster cluster, SentinelWriter writer) {
        cluster.settled();
        ScriptedCluster.goesOn(writer);
        assertThat(writer.stop().lost()).as(cluster::logs).isZero();
        assertThat(cluster.lostKeys()).as(cluster::logs).isZero();
    }

    /** All at the same moment. */
    private static void delete(ScriptedCluster cluster, IntStream indexes) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            indexes.forEach(index -> threads.execute(() -> {
                cluster.pod(index).stopGracefully();
                cluster.replace(index);
            }));
        }
    }

    private static String pod(ScriptedCluster cluster, int index) {
        return read(cluster.pod(index).folder().resolve("valkey.log").toString());
    }

    private static String read(String file) {
        try {
            return Files.exists(Path.of(file)) ? Files.readString(Path.of(file)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
