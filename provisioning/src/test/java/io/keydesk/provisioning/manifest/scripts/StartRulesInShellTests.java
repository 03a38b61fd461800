package io.keydesk.provisioning.manifest.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts decide as StartRules does, on the same table; what others say is read from real answers. */
@Timeout(60)
@ParameterizedClass(name = "{0}")
@MethodSource("io.keydesk.provisioning.manifest.scripts.Shell#installed")
class StartRulesInShellTests {

    private final Shell shell;

    @TempDir
    Path folder;

    StartRulesInShellTests(Shell shell) {
        this.shell = shell;
    }

    static Stream<StartCase> shared() {
        return StartCase.shared().stream().filter(StartCase::canBeSeen);
    }

    static Stream<StartCase> ofPods() {
        return StartCase.ofPods().stream();
    }

    @Test
    void shareAllRowsButThoseThatDependOnTheDisksOfOthers() {
        assertThat(StartCase.shared()).hasSize(75);
        assertThat(shared()).hasSize(62);
    }

    @ParameterizedTest
    @MethodSource("shared")
    void decidesAsStartRulesDoes(StartCase row) {
        assertThat(decide(row)).isEqualTo(row.decision());
    }

    @ParameterizedTest
    @MethodSource("ofPods")
    void decidesWithoutSeeingTheDisksOfOthers(StartCase row) {
        assertThat(decide(row)).isEqualTo(row.decision());
    }

    private String decide(StartCase row) {
        var pod = new RecordedPod(folder, shell, row.me())
                .with("FIRST", row.first())
                .told(RecordedPod.persistence("", row.disk().equals("no") ? "no" : "yes"));
        if (row.disk().equals("yes")) {
            pod.write("data/appendonlydir/appendonly.aof.1.base.rdb", "REDIS0011");
        }
        var peers = Stream.of(0, 1, 2).filter(index -> index != row.me()).toList();
        pod.recording()
                .votes(row.votes().toArray(String[]::new))
                .node(peers.getFirst(), row.one())
                .node(peers.getLast(), row.two());

        return pod.lines("attempt=%d; survey; decide; printf %%s \"$decision\"".formatted(row.attempt()))
                .output();
    }

    @ParameterizedTest
    @CsvSource({
        "'', yes, appendonlydir/appendonly.aof.1.incr.aof, kept",
        "'', yes, appendonlydir/appendonly.aof.manifest, kept",
        "'', yes, dump.rdb, nothing",
        "3600 1, no, dump.rdb, kept",
        "3600 1, no, appendonlydir/appendonly.aof.1.incr.aof, nothing",
        "'', no, dump.rdb, nothing",
        "'', no, appendonlydir/appendonly.aof.1.incr.aof, nothing"
    })
    void findsOnlyDataThatItsConfigurationReads(String save, String appendonly, String file, String found) {
        var pod = new RecordedPod(folder, shell, 0)
                .told(RecordedPod.persistence(save, appendonly))
                .write("data/" + file, "something");

        assertThat(pod.lines("stored && printf kept || printf nothing").output())
                .isEqualTo(found);
    }

    @Test
    void takesAnEmptyFileForNothing() {
        var pod = new RecordedPod(folder, shell, 0)
                .told(RecordedPod.persistence("", "yes"))
                .write("data/appendonlydir/appendonly.aof.1.incr.aof", "");

        assertThat(pod.lines("stored && printf kept || printf nothing").output())
                .isEqualTo("nothing");
    }

    @Test
    void takesARefusedLoginForNoAnswer() {
        var pod = new RecordedPod(folder, shell, 0)
                .told(RecordedPod.persistence("", "no"))
                .with("AUTH_REPLY", "WRONGPASS invalid username-password pair or user is disabled.");
        pod.recording()
                .node(1, Recording.INFO, "NOAUTH Authentication required.\n")
                .sentinel(1, "get-master-addr-by-name", "NOAUTH Authentication required.\n");

        assertThat(pod.lines("echo \"$(state 1) $(named_by 1)\"").output()).isEqualTo("unknown \n");
    }
}
