package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file of a cluster that says nothing sensible: its cluster is refused, nothing is overwritten, and others go on. */
@Timeout(60)
class DamagedFileTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    /** A file that keydesk reads back, and what it may look like after somebody or something spoilt it. */
    enum Damage {
        EMPTY_RECORD(ClusterFolder::record, ""),
        TRUNCATED_RECORD(ClusterFolder::record, "ports=27000,27001,27002,27003,27004,27005\nrevision=1\nstart"),
        RECORD_OF_FIVE_PORTS(ClusterFolder::record, "ports=27000,27001,27002,27003,27004\nrevision=1\nstarted=true\n"),
        RECORD_OF_ONE_PORT(ClusterFolder::record, "ports=1,1,1,1,1,1\nrevision=1\nstarted=true\n"),
        RECORD_OF_NO_PORTS(ClusterFolder::record, "ports=1,2,3,4,5,70000\nrevision=1\nstarted=true\n"),
        BINARY_RECORD(ClusterFolder::record, "\u0000\uffff\\u12\n"),
        MISSING_RECORD(ClusterFolder::record, null),
        EMPTY_PASSWORD(folder -> folder.password("ops-password"), ""),
        SHORT_PASSWORD(folder -> folder.password("application-password"), "abc123"),
        BINARY_PASSWORD(folder -> folder.password("sentinel-password"), "\u0000\uffff".repeat(32)),
        MISSING_PASSWORD(folder -> folder.password("application-password"), null),
        EMPTY_DIRECTIVES(ClusterFolder::directives, ""),
        TRUNCATED_DIRECTIVES(ClusterFolder::directives, "protected-mode no\nmaxmem"),
        DIRECTIVES_WITHOUT_PERSISTENCE(ClusterFolder::directives, "protected-mode no\nmaxmemory 1000\n");

        private final Function<ClusterFolder, Path> file;
        private final @Nullable String content;

        Damage(Function<ClusterFolder, Path> file, @Nullable String content) {
            this.file = file;
            this.content = content;
        }

        Path to(ClusterFolder folder) throws IOException {
            var damaged = file.apply(folder);
            Files.delete(damaged);
            if (content != null) {
                Files.writeString(damaged, content);
            }
            return damaged;
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheClusterAndNamesTheFile(Damage damage) throws IOException {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first, Map.of("persistence", "aof"));
        var pids = cluster.pids();
        first.close();
        var damaged = damage.to(cluster.folder());
        var before = stateOf(cluster.folder());
        var second = region.open(false);

        assertThat(second.region().healthy()).isTrue();
        assertThat(second.apply(cluster.desired())).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(damage.content == null ? "FilesLost" : "FileDamaged");
            assertThat(failed.message())
                    .contains(
                            damage.content == null
                                    ? cluster.folder().root().toString()
                                    : "The file %s is damaged (".formatted(damaged));
            assertThat(failed.retryable()).isTrue();
        });
        second.observe(cluster.desired());
        second.preview(cluster.desired());
        second.credentials(cluster.desired().id());
        assertThat(stateOf(cluster.folder())).isEqualTo(before);

        assertThat(Looping.delete(second, cluster.desired().id()).outcome()).isInstanceOf(Outcome.Gone.class);
        await().untilAsserted(() -> assertThat(pids)
                .allMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()));
    }

    @Test
    void goesOnOnceTheFileIsRestored() throws IOException {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        var pids = cluster.pids();
        first.close();
        var record = Files.readString(cluster.folder().record());
        Damage.EMPTY_RECORD.to(cluster.folder());
        var second = region.open(false);
        assertThat(second.apply(cluster.desired())).isInstanceOf(Outcome.Failed.class);

        Files.writeString(cluster.folder().record(), record);

        assertThat(Looping.apply(second, cluster.desired()).ready().seen().isHealthy())
                .isTrue();
        assertThat(cluster.pids()).isEqualTo(pids);
        var other = RunningCluster.order(region, second);
        assertThat(ClusterRecord.read(other.folder()).orElseThrow().layout().ports())
                .doesNotContainAnyElementsOf(ClusterRecord.read(cluster.folder())
                        .orElseThrow()
                        .layout()
                        .ports());
    }

    @Test
    void tellsTheNodesWhatIsDesiredOnceDamagedDirectivesAreRemoved() throws IOException {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var directives = Files.readString(cluster.folder().directives());
        Files.delete(Damage.EMPTY_DIRECTIVES.to(cluster.folder()));

        cluster.settle().ready();

        assertThat(cluster.folder().directives())
                .satisfiesAnyOf(
                        file -> assertThat(file).doesNotExist(),
                        file -> assertThat(file).hasContent(directives));
    }

    @Test
    void namesAFolderThatIsInTheFilesPlace() throws IOException {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        Files.delete(cluster.folder().record());
        Files.createDirectory(cluster.folder().record());

        assertThat(region.open(false).region().healthy()).isFalse();
        assertThat(provisioner.apply(cluster.desired())).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("FilesNotWritable");
            assertThat(failed.message()).contains(cluster.folder().record() + ": Is a directory");
        });
    }

    @Test
    void refusesTheRegionWhereItsLockIsNoFile() throws IOException {
        var lock = Files.createDirectories(region.home().resolve("regions/local/lock"));
        var provisioner = region.open(false);

        assertThat(provisioner.region().healthy()).isFalse();
        assertThat(provisioner.region().message()).contains(lock.toString());
        assertThat(provisioner.apply(Desired.cluster("orders-cache"))).isInstanceOf(Outcome.Failed.class);
    }

    /** What keydesk itself writes; servers that run write their own. */
    private static Map<String, String> stateOf(ClusterFolder folder) throws IOException {
        var state = new TreeMap<String, String>();
        try (var files = Files.walk(folder.root())) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(folder.nodes()))
                    .forEach(file -> state.put(file.toString(), content(file)));
        }
        return state;
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
