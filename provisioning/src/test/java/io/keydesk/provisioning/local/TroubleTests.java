package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said when something outside is wrong, and that it passes with its cause. */
@Timeout(60)
class TroubleTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @Test
    void saysThatFilesCannotBeWrittenUntilTheyCan() throws IOException {
        var provisioner = region.open(false);
        var desired = Desired.cluster("orders-cache");
        Files.createDirectories(region.clusters());
        var obstacle = Files.createFile(region.folder(desired.id()).root());

        assertThat(provisioner.apply(desired)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("FilesNotWritable");
            assertThat(failed.retryable()).isTrue();
        });

        Files.delete(obstacle);
        Looping.apply(provisioner, desired).ready();
    }

    @Test
    void staysUpWhereItsFolderCannotBeMade() throws IOException {
        var obstacle = Files.createFile(region.home().resolve("regions"));
        var provisioner = region.open(false);

        assertThat(provisioner.region().healthy()).isFalse();
        assertThat(provisioner.apply(Desired.cluster("orders-cache")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("FilesNotWritable"));

        Files.delete(obstacle);
        Looping.apply(provisioner, Desired.cluster("orders-cache")).ready();
        assertThat(provisioner.region().healthy()).isTrue();
    }

    @Test
    void deletesWithoutAServer() throws IOException {
        var server = Files.createSymbolicLink(region.home().resolve("valkey-server"), region.server());
        var first = region.open(server.toString());
        var cluster = RunningCluster.order(region, first);
        first.close();
        Files.delete(server);

        assertThat(Looping.delete(
                                region.open(server.toString()),
                                cluster.desired().id())
                        .outcome())
                .isInstanceOf(Outcome.Gone.class);
        assertThat(cluster.folder().root()).doesNotExist();
    }

    @Test
    void tellsAFullDiskFromOtherTrouble() {
        var full = new UncheckedIOException(new IOException("/data/x: No space left on device"));

        assertThat(FileTrouble.of(full).reason()).isEqualTo("DiskFull");
        assertThat(FileTrouble.of(full).retryable()).isTrue();
    }

    @Test
    void refusesAnOrderWithASettingThatTheServerCannotDo() {
        var desired = Desired.cluster("orders-cache", Map.of("maxmemory-policy", "none-such"));

        assertThat(Looping.apply(region.open(false), desired).outcome())
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo("SettingRefused");
                    assertThat(failed.message()).startsWith("maxmemory-policy: ");
                    assertThat(failed.retryable()).isFalse();
                });
    }

    @Test
    void saysThatTheServerIsMissingUntilItIsThere() throws IOException {
        var server = region.home().resolve("valkey-server");
        var provisioner = region.open(server.toString());
        var desired = Desired.cluster("orders-cache");

        assertThat(provisioner.region().healthy()).isFalse();
        assertThat(provisioner.apply(desired))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("BinaryMissing"));

        Files.createSymbolicLink(server, region.server());
        Looping.apply(provisioner, desired).ready();
        assertThat(provisioner.region().healthy()).isTrue();
    }

    @Test
    void saysThatTheServerWentMissingAndStartsTheNodeWithTheNextOne() throws IOException {
        var server = Files.createSymbolicLink(region.home().resolve("valkey-server"), region.server());
        var cluster = RunningCluster.order(region, region.open(server.toString()));
        Files.delete(server);
        cluster.kill(Slot.node(1));
        cluster.step();

        assertThat(cluster.settle().outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("BinaryMissing");
            assertThat(failed.message()).contains(server.toString(), "install it again");
            assertThat(failed.retryable()).isTrue();
        });

        Files.createSymbolicLink(server, region.server());
        assertThat(cluster.settle().ready().seen().isHealthy()).isTrue();
    }

    @Test
    void correctsASentinelThatForgotThePrimary() {
        var cluster = RunningCluster.order(region, region.open(false));
        cluster.askSentinel(1, "SENTINEL", "REMOVE", "mymaster");
        cluster.step();
        cluster.step();
        region.clock().forward(Duration.ofSeconds(31));

        var ended = cluster.settle();

        assertThat(ended.types()).containsExactly("sentinel-corrected", "sentinel-started");
        assertThat(ended.ready().seen().isHealthy()).isTrue();
    }
}
