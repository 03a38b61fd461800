package io.keydesk.provisioning.manifest.scripts;

import static io.keydesk.provisioning.manifest.scripts.RecordedPod.MEMBERS;
import static io.keydesk.provisioning.manifest.scripts.RecordedPod.SECRETS;
import static io.keydesk.provisioning.manifest.scripts.RecordedPod.persistence;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.node.NodeFile;
import io.keydesk.provisioning.node.Peer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole script of the container of Valkey, from its questions to the server that it becomes. */
@Timeout(60)
@ParameterizedClass(name = "{0}")
@MethodSource("io.keydesk.provisioning.manifest.scripts.Shell#installed")
class StartValkeyTests {

    private final Shell shell;

    @TempDir
    Path folder;

    StartValkeyTests(Shell shell) {
        this.shell = shell;
    }

    @Test
    void startsThePrimaryWithTheFileThatEveryRegionGivesIt() {
        var pod = pod().with("FIRST", "yes");
        pod.recording().votes("-", "-", "-").node(1, Peer.NONE).node(2, Peer.NONE);

        pod.script("start-valkey.sh");

        assertStartedAs(pod, null);
        assertThat(pod.recording().slept()).isZero();
    }

    @Test
    void startsAReplicaWithTheFileThatEveryRegionGivesIt() {
        var pod = pod();
        pod.recording().votes("2", "2", "-").node(1, Peer.NONE).node(2, Peer.PRIMARY_WITH_DATA);

        pod.script("start-valkey.sh");

        assertStartedAs(pod, 2);
    }

    @Test
    void asksUntilOneMayLead() {
        var pod = pod();
        pod.recording().votes("-", "-", "-").node(1, Peer.NONE).node(2, Peer.NONE);

        assertThat(pod.script("start-valkey.sh").output())
                .containsOnlyOnce("not this node's turn yet")
                .contains("node 0 starts as primary");

        assertThat(pod.recording().slept()).isEqualTo(2);
        assertStartedAs(pod, null);
    }

    @Test
    void hasAnotherPromotedThatHasTheData() {
        var pod = pod();
        pod.recording()
                .votes("0", "0", "0")
                .node(1, Peer.REPLICA_WITH_DATA)
                .node(2, Peer.REPLICA_WITH_DATA)
                .sentinel(1, "failover", "OK\n");
        // It takes a while.
        promoted(pod.afterSleeping(3), 1);

        pod.script("start-valkey.sh");

        assertThat(orders(pod)).containsExactly("10.96.7.1:26379 SENTINEL failover mymaster");
        assertStartedAs(pod, 1);
    }

    @Test
    void ordersTheFailoverOfTheNextSentinelWhereOneCannot() {
        var pod = pod();
        var recording = pod.recording()
                .votes("0", "0", "0")
                .node(1, Peer.REPLICA_WITH_DATA)
                .node(2, Peer.REPLICA_WITH_DATA)
                .sentinel(1, "failover", "NOGOODSLAVE No suitable replica to promote\n\n")
                .sentinel(2, "failover", "OK\n");
        promoted(recording.after(2, "failover"), 2);

        pod.script("start-valkey.sh");

        assertThat(orders(pod)).hasSize(2);
        assertStartedAs(pod, 2);
    }

    @Test
    void ordersNoFailoverWhileOneIsUnderWay() {
        var pod = pod();
        pod.recording()
                .votes("0", "0", "0")
                .node(1, Peer.REPLICA_WITH_DATA)
                .node(2, Peer.REPLICA_WITH_DATA)
                .sentinel(1, "failover", "OK\n")
                .sentinel(2, "master", "name\nmymaster\nflags\nmaster,failover_in_progress\nconfig-epoch\n3\n");
        promoted(pod.afterSleeping(2), 2);

        pod.script("start-valkey.sh");

        assertThat(orders(pod)).isEmpty();
        assertStartedAs(pod, 2);
    }

    @Test
    void ordersNoFailoverOfWhoNamesAnotherMeanwhile() {
        var pod = pod();
        var recording = pod.recording()
                .votes("0", "0", "0")
                .node(1, Peer.REPLICA_WITH_DATA)
                .node(2, Peer.REPLICA_WITH_DATA)
                .sentinel(1, "failover", "OK\n")
                .sentinel(2, "failover", "OK\n");
        recording.after(1, "get-master-addr-by-name").vote(1, "1");
        promoted(pod.afterSleeping(2), 1);

        pod.script("start-valkey.sh");

        assertThat(orders(pod)).isEmpty();
        assertStartedAs(pod, 1);
    }

    @Test
    void startsWithAnEmptyFolderWhereNothingIsToBeKept() {
        var pod = pod().with("FIRST", "yes")
                .write("data/dump.rdb", "old")
                .write("data/temp-17.rdb", "half")
                .write("data/appendonlydir/appendonly.aof.1.incr.aof", "old");
        pod.recording().node(1, Peer.NONE).node(2, Peer.NONE);

        pod.script("start-valkey.sh");

        assertThat(pod.data()).isEmptyDirectory();
        assertThat(pod.recording().started()).isNotEmpty();
    }

    @Test
    void keepsWhatItIsToldToKeep() {
        var pod = pod().told(persistence("3600 1", "no")).write("data/dump.rdb", "kept");
        pod.recording().votes("0", "0", "0").node(1, Peer.NONE).node(2, Peer.NONE);

        pod.script("start-valkey.sh");

        assertThat(pod.data().resolve("dump.rdb")).hasContent("kept");
        assertThat(pod.recording().started()).isNotEmpty();
    }

    private RecordedPod pod() {
        return new RecordedPod(folder, shell, 0).told(persistence("", "no")).with("BIND", "10.0.0.7 -::1");
    }

    private static void promoted(Recording recording, int index) {
        recording
                .votes(Integer.toString(index), Integer.toString(index), Integer.toString(index))
                .node(index, Peer.PRIMARY_WITH_DATA);
    }

    private static List<String> orders(RecordedPod pod) {
        return pod.recording().asked().stream()
                .filter(command -> command.contains("failover"))
                .toList();
    }

    private static void assertStartedAs(RecordedPod pod, @Nullable Integer replicaOf) {
        var file = pod.run().resolve("valkey.conf");
        var expected = new NodeFile(
                MEMBERS.getFirst().node(),
                "10.0.0.7 -::1",
                pod.data().toString(),
                pod.secrets().resolve("users.acl").toString(),
                replicaOf == null ? null : MEMBERS.get(replicaOf).node());
        assertThat(pod.recording().started()).isEqualTo("valkey-server " + file);
        assertThat(pod.read("run/valkey.conf").lines())
                .containsExactlyInAnyOrderElementsOf(
                        expected.render(persistence("", "no"), SECRETS).lines().toList());
        assertThat(file).satisfies(RecordedPod::isPrivate);
    }
}
