package io.keydesk.provisioning.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.EngineVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class AclFilesTests {

    private static final Dialect VALKEY = new Dialect(new EngineVersion(8, 0));
    private static final Dialect REDIS = new Dialect(new EngineVersion(6, 2));

    private final Secrets secrets = Secrets.generate();

    @Test
    void holdsOneUserALineAndNoPassword() {
        var file = AclFiles.ofNode(secrets, "resetchannels", VALKEY) + AclFiles.ofSentinel(secrets, VALKEY);

        assertThat(file.lines())
                .hasSize(8)
                .allSatisfy(line -> assertThat(line).matches("user \\S+ on (#[0-9a-f]{64}|nopass) \\S.*\\S"));
        assertThat(file)
                .doesNotContain(List.of(
                        secrets.application().value(),
                        secrets.sentinel().value(),
                        secrets.ops().value()));
    }

    @Test
    void givesChannelsAsTheSettingSays() {
        assertThat(AclFiles.ofNode(secrets, "allchannels", VALKEY)).contains(" ~* &* +@all ");
        assertThat(AclFiles.ofNode(secrets, "resetchannels", VALKEY)).contains(" ~* resetchannels +@all ");
    }

    @Test
    void leavesOutCommandsThatAnOldServerDoesNotKnow() {
        assertThat(AclFiles.ofNode(secrets, "allchannels", VALKEY)).contains(" +sort_ro ");
        assertThat(AclFiles.ofNode(secrets, "allchannels", REDIS)).contains(" +sort +flushdb ");
    }

    /** One of 7.0 refuses the whole file for a subcommand that it does not know; those before look at commands only. */
    @Test
    void leavesOutSubcommandsThatAnOldServerDoesNotKnow() {
        var older = new Dialect(new EngineVersion(7, 0));

        assertThat(AclFiles.ofNode(secrets, "allchannels", older) + AclFiles.ofSentinel(secrets, older))
                .contains(" +client|setname ")
                .doesNotContain("setinfo");
        assertThat(AclFiles.ofNode(secrets, "allchannels", VALKEY)).contains(" +client|setinfo ");
        assertThat(AclFiles.ofSentinel(secrets, VALKEY)).contains(" +client|setinfo ");
    }

    @Test
    void printsNoPassword() {
        assertThat(secrets.toString()).doesNotContain(secrets.application().value());
        assertThat(secrets.opsLogin().toString()).doesNotContain(secrets.ops().value());
    }
}
