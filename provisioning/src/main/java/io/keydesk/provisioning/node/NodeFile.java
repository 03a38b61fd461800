package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.Address;
import org.jspecify.annotations.Nullable;

/**
 * The complete {@code valkey.conf} of one node, written anew at each start: Sentinel has the server rewrite it.
 *
 * @param bind where the server listens
 * @param directory for its data
 * @param follows its primary; {@code null} for the primary itself
 */
public record NodeFile(
        Address announced,
        String bind,
        String directory,
        String aclFile,
        @Nullable Address follows) {

    /** The command line of the process keeps the path of this file, by which it is recognised. */
    static final String KEEP_TITLE = "set-proc-title no\n";

    static final String ANNOUNCE_IP = "replica-announce-ip";
    static final String ANNOUNCE_PORT = "replica-announce-port";
    static final String MASTER_USER = "masteruser";
    static final String MASTER_AUTH = "masterauth";

    public String render(Directives directives, Secrets secrets) {
        return directives.render()
                + KEEP_TITLE
                + """
                bind %s
                port %d
                dir "%s"
                aclfile "%s"
                %s %s
                %s %d
                %s %s
                %s %s
                """.formatted(
                                bind,
                                announced.port(),
                                directory,
                                aclFile,
                                ANNOUNCE_IP,
                                announced.host(),
                                ANNOUNCE_PORT,
                                announced.port(),
                                MASTER_USER,
                                AclFiles.REPLICATION,
                                MASTER_AUTH,
                                secrets.replication().value())
                + (follows == null ? "" : "replicaof %s %d\n".formatted(follows.host(), follows.port()));
    }
}
