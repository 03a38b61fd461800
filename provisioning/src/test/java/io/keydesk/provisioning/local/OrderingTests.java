package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.yaml.snakeyaml.Yaml;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

@Timeout(60)
class OrderingTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @Test
    void letsASentinelAwareClientWriteAndRead() {
        var cluster = RunningCluster.order(region, region.open(false));

        try (var client = cluster.client()) {
            client.set("order:1", "shipped");
            assertThat(client.get("order:1")).isEqualTo("shipped");
        }
    }

    @Test
    void refusesWhoHasNoPasswordAndCommandsOfAdmins() {
        var cluster = RunningCluster.order(region, region.open(false));
        var address = cluster.address(0);

        try (var stranger = new Jedis(address.host(), address.port())) {
            assertThatThrownBy(() -> stranger.get("order:1")).hasMessageStartingWith("NOAUTH");
            stranger.auth(cluster.credentials().password());
            assertThatThrownBy(() -> stranger.configGet("*")).isInstanceOf(JedisDataException.class);
            assertThatThrownBy(stranger::save).hasMessageStartingWith("NOPERM");
        }
    }

    @Test
    void checksEveryCondition() {
        var cluster = RunningCluster.order(region, region.open(false));

        assertThat(cluster.observe().conditions())
                .hasSize(Condition.Type.values().length)
                .allMatch(Condition::holds);
    }

    @Test
    void publishesDocumentsThatParse() throws IOException {
        var cluster = RunningCluster.order(region, region.open(false));

        assertThat(new Yaml().<Object>load(Files.readString(cluster.folder().configMap())))
                .extracting("data")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("VALKEY_CLUSTER_NAME", "VALKEY_SENTINEL_HOST", "VALKEY_SENTINEL_PORT");
        assertThat(new Yaml().<Object>load(Files.readString(cluster.folder().networkPolicy())))
                .isNotNull();
    }

    @Test
    void restoresAMissingDocumentAndTellsIt() throws IOException {
        var cluster = RunningCluster.order(region, region.open(false));
        Files.delete(cluster.folder().configMap());
        assertThat(cluster.observe().condition(Condition.Type.CONNECTION_PUBLISHED))
                .hasValueSatisfying(condition -> assertThat(condition.holds()).isFalse());

        assertThat(cluster.settle().types()).containsExactly("connection-restored");
        assertThat(cluster.folder().configMap()).exists();
    }

    @Test
    void keepsEveryFileToItsOwner() throws IOException {
        var cluster = RunningCluster.order(region, region.open(false));
        // Makes the servers write their files anew.
        Looping.apply(cluster.provisioner(), cluster.desired());

        try (var files = Files.walk(cluster.folder().root())) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void putsNoPasswordOnACommandLineOrIntoALog() throws IOException {
        var cluster = RunningCluster.order(region, region.open(false));
        var secrets = SecretFiles.read(cluster.folder()).orElseThrow();
        var lines = ProcessHandle.allProcesses()
                .flatMap(process -> process.info().arguments().stream().flatMap(Arrays::stream))
                .toList();
        var log = Files.readString(cluster.folder().log(Slot.node(0)))
                + Files.readString(cluster.folder().log(Slot.sentinel(0)));

        assertThat(lines)
                .anyMatch(line -> line.startsWith(cluster.folder().root().toString()));
        for (var password : List.of(secrets.application(), secrets.replication(), secrets.sentinel(), secrets.ops())) {
            assertThat(lines).noneMatch(line -> line.contains(password.value()));
            assertThat(log).doesNotContain(password.value());
        }
    }

    @Test
    void bringsNothingBackThatIsDeletedWhileAnotherStillWorksOnIt() throws Exception {
        var cluster = RunningCluster.order(region, region.open(false));
        var plain = cluster.desired();
        var made = new DesiredCluster(
                plain.id(), plain.tenant(), plain.name(), plain.ticket(), plain.revision(), plain.state(), true);
        var deleted = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var other = threads.submit(() -> {
                Outcome last;
                do {
                    last = cluster.provisioner().apply(made);
                } while (!deleted.get());
                return last;
            });

            var ended = Looping.delete(cluster.provisioner(), plain.id());
            deleted.set(true);

            assertThat(ended.outcome()).isInstanceOf(Outcome.Gone.class);
            assertThat(other.get()).isInstanceOf(Outcome.Failed.class);
        }
        assertThat(cluster.folder().root()).doesNotExist();
        assertThat(ProcessTable.scan(cluster.folder().root(), null).byConfiguration())
                .isEmpty();
    }

    @Test
    void leavesNoProcessAndNoFolderOfADeletedCluster() {
        var cluster = RunningCluster.order(region, region.open(false));
        var pids = cluster.pids();

        assertThat(Looping.delete(cluster.provisioner(), cluster.desired().id()).outcome())
                .isInstanceOf(Outcome.Gone.class);

        await().untilAsserted(() -> assertThat(pids)
                .allMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()));
        assertThat(cluster.folder().root()).doesNotExist();
    }
}
