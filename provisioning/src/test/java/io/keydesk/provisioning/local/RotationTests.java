package io.keydesk.provisioning.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keydesk.provisioning.node.Exchange.Stage;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.AdminConnection;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Login;
import io.keydesk.provisioning.valkey.Logins;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New passwords of clusters of this machine, with applications that use them all the time. */
@Timeout(90)
class RotationTests {

    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @Test
    void refusesNobodyDuringTheOverlapAndLosesNothing() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var old = cluster.credentials();
        var pids = cluster.pids();
        var rotated = Desired.rotated(cluster.desired(), HOUR, false);
        try (var logins = new Logins(nodes(cluster), () -> List.of(old, cluster.credentials()))) {
            var applied = cluster.underLoad("new passwords", () -> {
                var ended = cluster.apply(rotated);
                logins.awaitMore();
                return ended;
            });

            applied.losesNothingAndHardlyPauses();
            assertThat(applied.outcome().types()).isEmpty();
            System.out.printf("local: new passwords: %d logins, failed: %s%n", logins.attempts(), logins.failures());
            assertThat(logins.failures()).isEmpty();
        }
        assertThat(cluster.credentials().password()).isNotEqualTo(old.password());
        assertThat(cluster.pids()).isEqualTo(pids);
        assertHashes(cluster, 2);
        assertThat(IntStream.range(0, 3))
                .allSatisfy(node -> assertThat(cluster.setting(node, "masterauth"))
                        .isEqualTo(secrets(cluster).replication().value()));
        assertThat(IntStream.range(0, 3))
                .allSatisfy(index -> assertThat(cluster.askSentinel(index, "SENTINEL", "CONFIG", "GET", "sentinel-pass")
                                .toString())
                        .contains(secrets(cluster).sentinel().value()));
    }

    @Test
    void endsTheOldPasswordByItselfAfterARestartAndFailsOverWithTheNewOnes() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        var old = cluster.credentials();
        var rotated = Desired.rotated(cluster.desired(), HOUR, false);
        Looping.apply(first, rotated).ready();
        first.close();
        var second = region.open(false);
        var after = new RunningCluster(second, cluster.folder(), rotated);
        assertThat(after.settle().ready().seen().lastRotation())
                .extracting(Rotated::oldUntil)
                .isNotNull();
        assertThat(isLetIn(after, old)).isTrue();
        try (var connected = client(old).open(after.address(0))) {
            region.clock().forward(HOUR);

            var ended = after.settle();

            assertThat(ended.types()).isEmpty();
            var last = requireNonNull(ended.ready().seen().lastRotation());
            assertThat(last.generation()).isEqualTo(2);
            assertThat(last.end()).isEmpty();
            assertThat(connected.ask("PING")).isEqualTo("PONG");
        }
        assertThat(isLetIn(after, old)).isFalse();
        assertThat(isLetIn(after, after.credentials())).isTrue();
        assertHashes(after, 1);
        assertThat(after.folder().password("application-password")).doesNotExist();

        // Nothing works any more but by the new ones: a failover, and a node and a Sentinel that start.
        int primary = after.primary().index();
        after.kill(Slot.node(primary));
        after.kill(Slot.sentinel(primary));
        assertThat(after.settle().ready().seen().isHealthy()).isTrue();
        try (var client = after.client()) {
            assertThat(client.set("order:1", "shipped")).isEqualTo("OK");
        }
    }

    @Test
    void closesWhatLoggedInWithTheOldPasswordIfAskedTo() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var old = cluster.credentials();
        var rotated = Desired.rotated(cluster.desired(), HOUR, true);
        Looping.apply(provisioner, rotated).ready();
        var after = new RunningCluster(provisioner, cluster.folder(), rotated);
        var connections =
                nodes(after).stream().map(node -> client(old).open(node)).toList();
        assertThat(connections)
                .allSatisfy(connection -> assertThat(connection.ask("PING")).isEqualTo("PONG"));
        region.clock().forward(HOUR);

        after.settle().ready();

        assertThat(connections)
                .allSatisfy(connection ->
                        assertThatThrownBy(() -> connection.ask("PING")).isInstanceOf(NoAnswer.class));
        connections.forEach(AdminConnection::close);
    }

    @Test
    void isReadyOnlyOnceTheOldPasswordIsRefusedWhereThereIsNoOverlap() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var old = cluster.credentials();
        var rotated = Desired.rotated(cluster.desired(), Duration.ZERO, false);

        var seen = Looping.apply(provisioner, rotated).ready().seen();

        assertThat(seen.revision()).isEqualTo(2);
        assertThat(requireNonNull(seen.lastRotation()).end()).isEmpty();
        assertThat(isLetIn(cluster, old)).isFalse();
        assertThat(isLetIn(cluster, cluster.credentials())).isTrue();
        var third = Desired.rotated(rotated, Duration.ZERO, false);
        assertThat(Looping.apply(provisioner, third).ready().seen().isHealthy()).isTrue();
        assertThat(secrets(cluster).generation()).isEqualTo(3);
        assertHashes(cluster, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"MADE", "USED"})
    void goesOnWithTheSamePasswordsWhereKeydeskWasStopped(Stage stage) {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        first.close();
        var made = secrets(cluster).exchangedFor(2);
        SecretFiles.write(cluster.folder(), stage == Stage.MADE ? made : made.used());
        var rotated = Desired.rotated(cluster.desired(), HOUR, false);
        var second = region.open(false);

        var seen = Looping.apply(second, rotated).ready().seen();

        assertThat(seen.isHealthy()).isTrue();
        assertThat(second.credentials(rotated.id()).orElseThrow().password())
                .isEqualTo(requireNonNull(made.others()).application().value());
    }

    @Test
    void takesBackAPasswordThatSomebodyAddsByHand() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var rotated = Desired.rotated(cluster.desired(), HOUR, false);
        Looping.apply(provisioner, rotated).ready();
        var after = new RunningCluster(provisioner, cluster.folder(), rotated);
        after.ask(1, "ACL", "SETUSER", "default", ">another");

        assertThat(after.settle().happenings())
                .extracting("message")
                .contains("Node 1 had the user default with other passwords");
        assertHashes(after, 2);
    }

    @Test
    void endsTheOverlapOfAClusterThatIsOff() {
        var provisioner = region.open(false);
        var cluster = RunningCluster.order(region, provisioner);
        var old = cluster.credentials();
        var rotated = Desired.rotated(cluster.desired(), HOUR, true);
        Looping.apply(provisioner, rotated).ready();
        var off = Desired.poweredOff(rotated);
        Looping.apply(provisioner, off).ready();
        region.clock().forward(HOUR);

        var seen = Looping.apply(provisioner, off).ready().seen();

        assertThat(requireNonNull(seen.lastRotation()).end()).isEmpty();
        var on = Desired.poweredOn(off);
        assertThat(Looping.apply(provisioner, on).ready().seen().isHealthy()).isTrue();
        var after = new RunningCluster(provisioner, cluster.folder(), on);
        assertThat(isLetIn(after, old)).isFalse();
        assertThat(isLetIn(after, after.credentials())).isTrue();
    }

    private static Secrets secrets(RunningCluster cluster) {
        return SecretFiles.read(cluster.folder()).orElseThrow();
    }

    private static List<Address> nodes(RunningCluster cluster) {
        return IntStream.range(0, 3).mapToObj(cluster::address).toList();
    }

    private static AdminClient client(Credentials credentials) {
        return new AdminClient(new Login(credentials.username(), credentials.password()), Dialer.DIRECT);
    }

    /** By all nodes, or by none. */
    private static boolean isLetIn(RunningCluster cluster, Credentials credentials) {
        var answers = nodes(cluster).stream()
                .map(node -> {
                    try (var _ = client(credentials).open(node)) {
                        return true;
                    } catch (Refusal wrongPassword) {
                        return false;
                    }
                })
                .distinct()
                .toList();
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    /** How many passwords each user has that can be given others. */
    private static void assertHashes(RunningCluster cluster, int count) {
        assertThat(IntStream.range(0, 3))
                .allSatisfy(node -> assertThat((List<?>) cluster.ask(node, "ACL", "LIST"))
                        .extracting(Object::toString)
                        .filteredOn(line -> line.startsWith("user default ")
                                || line.startsWith("user _replication ")
                                || line.startsWith("user _sentinel "))
                        .hasSize(3)
                        .allSatisfy(line -> assertThat(line.split("#")).hasSize(count + 1)));
    }
}
