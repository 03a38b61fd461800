package io.keydesk.provisioning.manifest.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.valkey.Address;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ParameterizedClass(name = "{0}")
@MethodSource("io.keydesk.provisioning.manifest.scripts.Shell#installed")
class ProbeTests {

    private static final Address VALKEY = new Address("127.0.0.1", 6379);
    private static final Address SENTINEL = new Address("127.0.0.1", 26379);

    private final Shell shell;

    @TempDir
    Path folder;

    ProbeTests(Shell shell) {
        this.shell = shell;
    }

    @ParameterizedTest
    @CsvSource({
        "PONG, 0",
        "NOAUTH Authentication required., 0",
        "LOADING Valkey is loading the dataset in memory, 0",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'., 0",
        "'', 1",
        "ERR unknown, 1"
    })
    void callsAliveWhoAnswersAnythingThatARestartWouldNotChange(String reply, int status) {
        var pod = pod().write("run/sentinel.conf", "port 26379\n");
        pod.recording().says(VALKEY, "PING", reply + "\n").says(SENTINEL, "PING", reply + "\n");

        assertThat(pod.script("probe-live.sh", "valkey").status()).isEqualTo(status);
        assertThat(pod.script("probe-live.sh", "sentinel").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey", "sentinel"})
    void callsDeadWhoIsFrozenOrGone(String server) {
        var pod = pod().write("run/sentinel.conf", "port 26379\n");

        assertThat(pod.script("probe-live.sh", server).status()).isEqualTo(1);

        pod.recording().refuses(VALKEY).refuses(SENTINEL);

        assertThat(pod.script("probe-live.sh", server).status()).isEqualTo(1);
    }

    @Test
    void callsAliveASentinelThatStillAsksForAPrimary() {
        assertThat(pod().script("probe-live.sh", "sentinel").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "role:master, 0",
        "role:master loading:1, 1",
        "role:slave master_link_status:up master_sync_in_progress:0 loading:0, 0",
        "role:slave master_link_status:up master_sync_in_progress:1 loading:0, 1",
        "role:slave master_link_status:down master_sync_in_progress:0 loading:0, 1",
        "NOAUTH, 1",
        "'', 1"
    })
    void callsReadyAPrimaryAndItsReplicas(String info, int status) {
        var pod = pod();
        pod.recording().says(VALKEY, "INFO replication persistence", info.replace(' ', '\n') + "\n");

        assertThat(pod.script("probe-ready.sh", "valkey").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"10.96.7.1|6379, 0", "fd00::7|6379, 0", "'', 1", "NOAUTH Authentication required., 1"})
    void callsReadyASentinelThatCanNameAPrimary(String reply, int status) {
        var pod = pod();
        pod.recording().says(SENTINEL, "SENTINEL get-master-addr-by-name mymaster", reply.replace('|', '\n') + "\n");

        assertThat(pod.script("probe-ready.sh", "sentinel").status()).isEqualTo(status);
    }

    @Test
    void callsNobodyReadyWhoIsGone() {
        var pod = pod();
        pod.recording().refuses(VALKEY).refuses(SENTINEL);

        assertThat(pod.script("probe-ready.sh", "valkey").status()).isEqualTo(1);
        assertThat(pod.script("probe-ready.sh", "sentinel").status()).isEqualTo(1);
    }

    private RecordedPod pod() {
        return new RecordedPod(folder, shell, 0);
    }
}
