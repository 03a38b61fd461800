package io.keydesk.provisioning.manifest.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.node.Peer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@ParameterizedClass(name = "{0}")
@MethodSource("io.keydesk.provisioning.manifest.scripts.Shell#installed")
class PreStopTests {

    private static final String PAUSE = "10.96.7.0:6379 CLIENT PAUSE 15000 WRITE";
    private static final String ORDER = "10.96.7.1:26379 SENTINEL failover mymaster";

    private final Shell shell;

    @TempDir
    Path folder;

    PreStopTests(Shell shell) {
        this.shell = shell;
    }

    @Test
    void leavesAReplicaAlone() {
        var pod = new RecordedPod(folder, shell, 0);
        pod.recording().node(0, Peer.LINKED_WITH_DATA);

        assertThat(pod.script("pre-stop.sh")).isEqualTo(new RecordedPod.Ended(0, ""));

        assertThat(pod.recording().asked()).containsExactly("10.96.7.0:6379 " + Recording.INFO);
    }

    @Test
    void pausesWritesUntilAnotherIsThePrimary() {
        var pod = primary();
        replica(pod.recording(), 1, "up", 50);
        replica(pod.recording(), 2, "up", 50);

        assertThat(pod.script("pre-stop.sh").output()).contains("handed over");

        assertThat(changes(pod)).containsExactly(PAUSE, ORDER, PAUSE);
    }

    @Test
    void ordersNothingBeforeReplicasHaveAll() {
        var pod = primary();
        replica(pod.recording(), 1, "up", 50);
        replica(pod.recording(), 2, "up", 49);
        replica(pod.afterSleeping(2), 2, "up", 50);

        assertThat(pod.script("pre-stop.sh").output()).contains("handed over");

        assertThat(pod.recording().slept()).isEqualTo(2);
        assertThat(changes(pod)).containsExactly(PAUSE, ORDER, PAUSE);
    }

    @Test
    void ordersNothingIfReplicasDoNotGetAll() {
        var pod = primary();
        replica(pod.recording(), 1, "up", 49);
        replica(pod.recording(), 2, "up", 50);

        assertThat(pod.script("pre-stop.sh").output()).contains("not handed over");

        assertThat(changes(pod)).containsExactly(PAUSE);
    }

    @Test
    void waitsForWhoIsStillBeingSentEverything() {
        var pod = primary();
        replica(pod.recording(), 1, "up", 50);
        replica(pod.recording(), 2, "down", 1);
        replica(pod.afterSleeping(4), 2, "up", 50);

        assertThat(pod.script("pre-stop.sh").output()).contains("handed over");

        assertThat(pod.recording().slept()).isEqualTo(4);
        assertThat(changes(pod)).containsExactly(PAUSE, ORDER, PAUSE);
    }

    @Test
    void handsOverToTheOnlyReplicaIfTheOtherIsNotThere() {
        var pod = primary();
        replica(pod.recording(), 1, "up", 50);

        assertThat(pod.script("pre-stop.sh").output()).contains("handed over");

        assertThat(pod.recording().slept()).isZero();
    }

    @Test
    void letsAPrimaryWithoutReplicasGoAfterAWhile() {
        var pod = primary();
        pod.recording().node(1, Peer.NONE).node(2, Peer.REPLICA_EMPTY);

        assertThat(pod.script("pre-stop.sh")).satisfies(ended -> {
            assertThat(ended.status()).isZero();
            assertThat(ended.output()).contains("there is no replica to hand over to");
        });

        assertThat(changes(pod)).isEmpty();
        assertThat(pod.recording().slept()).isEqualTo(15);
    }

    /** All Sentinels name node 0; the first of the others replaces it when it is told to. */
    private RecordedPod primary() {
        var pod = new RecordedPod(folder, shell, 0);
        var recording = pod.recording()
                .node(0, Peer.PRIMARY_WITH_DATA)
                .node(0, "INFO replication", Recording.primary())
                .votes("0", "0", "0")
                .sentinel(1, "failover", "OK\n");
        recording.after(1, "failover").vote(1, "1").vote(2, "1");
        return pod;
    }

    private static void replica(Recording recording, int index, String link, int offset) {
        recording.node(
                index,
                "INFO replication",
                Recording.replica(link, "0").replace("slave_repl_offset:50", "slave_repl_offset:" + offset));
    }

    private static List<String> changes(RecordedPod pod) {
        return pod.recording().asked().stream()
                .filter(command -> command.contains("PAUSE") || command.contains("failover"))
                .toList();
    }
}
