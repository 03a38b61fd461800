package io.keydesk.provisioning.manifest.scripts;

import static io.keydesk.provisioning.manifest.scripts.RecordedPod.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.node.Peer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever lists the processes of a machine reads their arguments, and whoever may read /proc their environment too. */
@Timeout(60)
@ParameterizedClass(name = "{0}")
@MethodSource("io.keydesk.provisioning.manifest.scripts.Shell#installed")
class PasswordsTests {

    private final Shell shell;

    @TempDir
    Path folder;

    PasswordsTests(Shell shell) {
        this.shell = shell;
    }

    @Test
    void areShownByNoProgramThatScriptsRun() {
        var pod = new RecordedPod(folder, shell, 0)
                .told(RecordedPod.persistence("", "no"))
                .spiedOn("cat", "cut", "date", "grep", "mv", "rm", "sed", "sha1sum", "sleep", "sort", "timeout", "tr")
                .spiedOn("valkey-server", "valkey-sentinel");
        var recording = pod.recording()
                .votes("0", "0", "0")
                .node(0, Peer.PRIMARY_WITH_DATA)
                .node(0, "INFO replication", Recording.primary())
                .node(1, Peer.REPLICA_WITH_DATA)
                .node(1, "INFO replication", Recording.replica("up", "0"))
                .sentinel(1, "failover", "OK\n");
        recording.after(1, "failover").vote(1, "1").vote(2, "1").node(1, Peer.PRIMARY_WITH_DATA);

        var said = pod.script("start-sentinel.sh").output()
                + pod.script("start-sentinel.sh").output()
                + pod.script("pre-stop.sh").output()
                + pod.script("start-valkey.sh").output()
                + pod.script("probe-live.sh", "valkey").output()
                + pod.script("probe-ready.sh", "sentinel").output();

        assertThat(said).contains("watches node 0", "goes on", "handed over", "starts as replica of node 1");
        assertThat(pod.read("record/seen"))
                .contains("/timeout 2 valkey-cli -h ", "/valkey-server ", "/valkey-sentinel ");
        assertThat(said + pod.read("record/seen"))
                .doesNotContain(
                        SECRETS.sentinel().value(), SECRETS.replication().value());
    }
}
