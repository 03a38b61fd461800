package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProcessTableTests {

    private static final Path TAIL = Path.of("/usr/bin/tail");

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private Path configuration = Path.of("");

    @BeforeEach
    void writeConfiguration() throws IOException {
        configuration = Files.writeString(folder.resolve("valkey.conf"), "");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void leavesAloneWhoeverOnlyReadsAConfiguration() throws IOException {
        var reader = run(TAIL);

        assertThat(ProcessTable.scan(folder, null).of(configuration)).isEmpty();
        assertThat(reader.isAlive()).isTrue();
    }

    @Test
    void knowsAServerByItsName() throws IOException {
        var server = run(Files.copy(TAIL, folder.resolve("redis-server")));

        assertThat(found(null)).isEqualTo(server.pid());
    }

    @Test
    void knowsTheServerThatItStartsWhateverItsName() throws IOException {
        var program = Files.copy(TAIL, folder.resolve("cache"));
        var server = run(program);

        assertThat(found(program)).isEqualTo(server.pid());
    }

    @Test
    void knowsAServerWhoseProgramWasReplaced() throws IOException {
        var program = Files.copy(TAIL, folder.resolve("cache"));
        var server = run(program);
        Files.delete(program);
        Files.copy(TAIL, program);

        assertThat(found(program)).isEqualTo(server.pid());
    }

    private long found(@Nullable Path server) {
        return ProcessTable.scan(folder, server).of(configuration).orElseThrow().pid();
    }

    /** Waits until it has become the program that it was told to be. */
    private Process run(Path program) throws IOException {
        var process = new ProcessBuilder(program.toString(), "-f", configuration.toString()).start();
        started.add(process);
        await().until(() -> ProcessTable.runs(process.toHandle(), configuration));
        return process;
    }
}
