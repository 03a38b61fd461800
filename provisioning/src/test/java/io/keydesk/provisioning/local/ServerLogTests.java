package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.local.ServerLog.RefusedDirective;
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
}
