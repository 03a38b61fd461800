package io.keydesk.provisioning.manifest.scripts;

import static io.keydesk.provisioning.manifest.scripts.RecordedPod.CLUSTER;
import static io.keydesk.provisioning.manifest.scripts.RecordedPod.MEMBERS;
import static io.keydesk.provisioning.manifest.scripts.RecordedPod.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.node.Peer;
import io.keydesk.provisioning.node.SentinelFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole script of the container of Sentinel. */
@Timeout(60)
@ParameterizedClass(name = "{0}")
@MethodSource("io.keydesk.provisioning.manifest.scripts.Shell#installed")
class StartSentinelTests {

    private static final String BIND = "10.0.0.7 -::1";

    private final Shell shell;

    @TempDir
    Path folder;

    StartSentinelTests(Shell shell) {
        this.shell = shell;
    }

    @Test
    void startsWithTheFileThatEveryRegionGivesANewSentinel() {
        var pod = pod();
        pod.recording().node(0, Peer.REPLICA_EMPTY).node(1, Peer.REPLICA_EMPTY).node(2, Peer.PRIMARY_EMPTY);

        pod.script("start-sentinel.sh");

        assertStarted(pod, 2);
    }

    @Test
    void believesTheSentinelThatKnowsTheLatestFailover() {
        var pod = pod();
        pod.recording()
                .vote(1, "1")
                .sentinel(1, "master", state(9))
                .vote(2, "2")
                .sentinel(2, "master", state(10));

        pod.script("start-sentinel.sh");

        assertStarted(pod, 2, "sentinel current-epoch 10");
    }

    @Test
    void takesTheAddressFromWhatClientsAreTold() {
        var pod = pod();
        // A leader in the middle of a failover: the new epoch stands beside the old address.
        pod.recording().vote(1, "1").sentinel(1, "master", "ip\n10.96.7.2\nport\n6379\nconfig-epoch\n4\n");

        pod.script("start-sentinel.sh");

        assertStarted(pod, 1, "sentinel current-epoch 4");
        assertThat(pod.read("run/sentinel.conf")).doesNotContain("config-epoch");
    }

    @Test
    void waitsUntilAPrimaryIsKnown() {
        var pod = pod();
        pod.recording().votes("-", "-", "-").node(0, Peer.NONE).node(1, Peer.REPLICA_WITH_DATA);
        pod.afterSleeping(3).node(2, Peer.PRIMARY_EMPTY);

        assertThat(pod.script("start-sentinel.sh").output()).containsOnlyOnce("no primary is known yet");

        assertStarted(pod, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "PRIMARY_EMPTY,     PRIMARY_EMPTY,     0",
        "PRIMARY_EMPTY,     PRIMARY_WITH_DATA, 1",
        "PRIMARY_WITH_DATA, PRIMARY_EMPTY,     0"
    })
    void choosesAmongNodesThatSeededAtTheSameTime(Peer one, Peer two, int chosen) {
        var pod = pod();
        pod.recording().node(0, one).node(1, two).node(2, Peer.NONE);

        pod.script("start-sentinel.sh");

        assertStarted(pod, chosen);
    }

    @Test
    void choosesNoneOfTwoThatBothHaveData() {
        var pod = pod();
        pod.recording().node(0, Peer.PRIMARY_WITH_DATA).node(1, Peer.PRIMARY_WITH_DATA);
        pod.afterSleeping(2).vote(1, "1");

        pod.script("start-sentinel.sh");

        assertStarted(pod, 1);
    }

    @Test
    void goesOnWithWhatItKnewAndTheLatestPasswords() {
        var pod = pod().with("STATE_DIR", folder.resolve("volume").toString());
        var known = """
                sentinel announce-ip "10.96.7.0"
                sentinel monitor mymaster 10.96.7.2 6379 2
                sentinel config-epoch mymaster 5
                sentinel leader-epoch mymaster 6
                """;
        pod.write("volume/sentinel.conf", known + """
                sentinel auth-pass mymaster old1
                sentinel sentinel-pass old2
                """);

        pod.script("start-sentinel.sh");

        var password = SECRETS.sentinel().value();
        assertThat(pod.read("volume/sentinel.conf")).isEqualTo(known + """
                sentinel auth-pass mymaster %s
                sentinel sentinel-pass %s
                """.formatted(password, password));
        assertThat(pod.recording().started()).isEqualTo("valkey-sentinel " + folder.resolve("volume/sentinel.conf"));
        assertThat(folder.resolve("volume/sentinel.conf")).satisfies(RecordedPod::isPrivate);
        assertThat(pod.recording().asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.96.7.0, 10.1.1.1", "10.1.1.1, 10.96.7.2", "10.96.7.0, 10.96.7"})
    void forgetsWhatItKnewOfAddressesThatAreNoMore(String me, String primary) {
        var pod = pod().write("run/sentinel.conf", """
                sentinel announce-ip %s
                sentinel monitor mymaster %s 6379 2
                sentinel known-replica mymaster 10.1.1.2 6379
                """.formatted(me, primary));
        pod.recording().vote(1, "1");

        pod.script("start-sentinel.sh");

        assertStarted(pod, 1);
    }

    private RecordedPod pod() {
        return new RecordedPod(folder, shell, 0).with("BIND", BIND);
    }

    private static String state(int epoch) {
        return "name\nmymaster\nflags\nmaster\nconfig-epoch\n%d\nnum-slaves\n2\n".formatted(epoch);
    }

    private static void assertStarted(RecordedPod pod, int primary, String... more) {
        var file = pod.run().resolve("sentinel.conf");
        var expected = new SentinelFile(
                        CLUSTER,
                        MEMBERS.getFirst(),
                        MEMBERS,
                        BIND,
                        pod.run().toString(),
                        pod.secrets().resolve("sentinel-users.acl").toString())
                .render(MEMBERS.get(primary).node(), SECRETS);
        assertThat(pod.recording().started()).isEqualTo("valkey-sentinel " + file);
        assertThat(pod.read("run/sentinel.conf").lines())
                .containsAll(List.of(more))
                .filteredOn(line -> !List.of(more).contains(line))
                .containsExactlyInAnyOrderElementsOf(expected.lines().toList());
        assertThat(file).satisfies(RecordedPod::isPrivate);
    }
}
