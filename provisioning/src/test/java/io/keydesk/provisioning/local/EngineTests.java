package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Region.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EngineTests {

    @TempDir
    Path folder;

    @Test
    void takesTheBundledServerWhereNoneIsInstalled() {
        assertThat(new EngineSearch(null, "", folder).find())
                .isInstanceOfSatisfying(EngineSearch.Usable.class, usable -> {
                    assertThat(usable.binary().engine()).isEqualTo(new Engine("redis", "6.2.11", true));
                    assertThat(usable.binary().isThere()).isTrue();
                });
    }

    @Test
    void removesWhatAKilledKeydeskHasNotUnpackedToTheEnd() throws IOException {
        var draft = Files.createDirectories(folder.resolve(".4711"));
        Files.writeString(draft.resolve("redis-server-6.2.11-linux-amd64"), "half");

        new EngineSearch(null, "", folder).find();

        assertThat(folder).isDirectoryContaining("glob:**redis-server").isDirectoryNotContaining("glob:**/.*");
    }

    @ParameterizedTest
    @CsvSource({
        "/bin/true, /bin/true is neither a Valkey nor a Redis server",
        "/bin/cat, /bin/cat is neither a Valkey nor a Redis server",
        "/nowhere/valkey-server, /nowhere/valkey-server is no program",
        "/etc, /etc is no program",
        "/etc/passwd, /etc/passwd is no program"
    })
    void refusesAProgramThatIsNoServer(String path, String why) {
        assertThat(find(path)).isEqualTo(refusal(why));
    }

    @ParameterizedTest
    @CsvSource({
        "echo Redis server v=5.0.14 sha=00000000, is Redis server v=5.0.14; older than 6.2",
        "echo Valkey server v=99999999999.0.0, is neither a Valkey nor a Redis server",
        "head -c 300000 /dev/urandom >&2, does not tell its version within 5 s"
    })
    void refusesAScriptThatPretends(String line, String why) throws IOException {
        var script = script(line);

        assertThat(find(script.toString()))
                .isInstanceOfSatisfying(
                        EngineSearch.Unusable.class,
                        unusable -> assertThat(unusable.message())
                                .contains(
                                        "keydesk.local.valkey-server: " + script,
                                        why.replace(';', ','),
                                        "leave it out"));
    }

    @Test
    void leavesNothingBehindOfAProgramThatDoesNotAnswer() throws IOException {
        var script = script("sleep 7177");

        assertThat(find(script.toString())).isEqualTo(refusal(script + " does not tell its version within 5 s"));

        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().arguments().stream()))
                .noneMatch(arguments -> List.of(arguments).contains("7177"));
    }

    @Test
    void doesNotWaitForWhatAProgramHasStarted() throws IOException {
        var script = script("sleep 61 & echo $! > " + folder.resolve("pid"));

        assertThat(find(script.toString())).isEqualTo(refusal(script + " is neither a Valkey nor a Redis server"));

        ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
                .ifPresent(ProcessHandle::destroy);
    }

    @Test
    void takesFurtherServersThatAreValkey() throws IOException {
        var valkey = script("echo Valkey server v=9.9.9 sha=0");
        var redis = Files.copy(valkey, folder.resolve("redis-server"));
        Files.writeString(redis, "#!/bin/sh\necho Redis server v=7.0.15 sha=0\n");
        Files.setPosixFilePermissions(redis, PosixFilePermissions.fromString("rwx------"));
        var further = List.of(valkey.toString(), redis.toString(), folder + "/none");

        assertThat(new EngineSearch(null, "", folder, further).findFurther())
                .satisfiesExactly(
                        found -> assertThat(found)
                                .isInstanceOfSatisfying(
                                        EngineSearch.Usable.class,
                                        usable -> assertThat(
                                                        usable.binary().engine().version())
                                                .isEqualTo("9.9.9")),
                        found -> assertThat(found).isEqualTo(furtherRefusal(redis + " is no Valkey")),
                        found -> assertThat(found).isEqualTo(furtherRefusal(folder + "/none is no program")));
    }

    private static EngineSearch.Unusable furtherRefusal(String why) {
        return new EngineSearch.Unusable("keydesk.local.further-servers: %s. Name Valkey servers only.".formatted(why));
    }

    private Path script(String line) throws IOException {
        var script = Files.writeString(folder.resolve("valkey-server"), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private EngineSearch.Found find(String configured) {
        return new EngineSearch(configured, "", folder).find();
    }

    private static EngineSearch.Unusable refusal(String why) {
        return new EngineSearch.Unusable(
                "keydesk.local.valkey-server: %s. Name a Valkey server, or leave it out.".formatted(why));
    }
}
