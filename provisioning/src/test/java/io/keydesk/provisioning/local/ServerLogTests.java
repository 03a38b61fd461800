package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.local.ServerLog.RefusedDirective;
import io.keydesk.provisioning.node.Secrets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerLogTests {

    @Test
    void findsTheDirectiveThatTheServerDoesNotAccept() {
        var log = new ServerLog("""
                *** FATAL CONFIG FILE ERROR (Version 8.0.1) ***
                Reading the configuration file, at line 14
                >>> 'activedefrag yes'
                Active defragmentation cannot be enabled
                """.lines().toList());

        assertThat(log.refused())
                .hasValue(new RefusedDirective("activedefrag", "Active defragmentation cannot be enabled"));
        assertThat(log.tellsOfTakenPort()).isFalse();
    }

    @Test
    void findsThatAPortIsTaken() {
        var log = new ServerLog("""
                # Warning: Could not create server TCP listening socket 127.0.0.1:17000: bind: Address already in use
                # Failed listening on port 17000 (tcp), aborting.
                """.lines().toList());

        assertThat(log.tellsOfTakenPort()).isTrue();
        assertThat(log.refused()).isEmpty();
    }

    @Test
    void showsTheLastWordsWithoutTimesAndWithoutSecrets() {
        var secrets = Secrets.generate();
        var log = new ServerLog("""
                4711:M 21 Nov 2026 06:00:00.000 # first
                4711:M 21 Nov 2026 06:00:00.001 # Bad file format

                >>> 'masterauth %s'
                user default on #%s
                """.formatted(secrets.replication().value(), "0a".repeat(32))
                .lines()
                .toList());

        assertThat(log.lastWords(secrets))
                .isEqualTo("\"Bad file format / >>> 'masterauth ***' / user default on #***\"");
        assertThat(new ServerLog(List.of()).lastWords(secrets)).isEqualTo("it is empty");
    }
}
