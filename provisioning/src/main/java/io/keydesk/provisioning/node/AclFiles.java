package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.DefaultUser;
import io.keydesk.provisioning.valkey.StreamProof;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The users of nodes and of Sentinels, as ACL files with hashes. The tenant's application is {@code default}, so that
 * clients which only know a password work. It lacks what would reach beyond its data: administration, and whatever makes a
 * node follow, copy or run something else.
 */
public final class AclFiles {

    static final String REPLICATION = "_replication";
    static final String SENTINEL = "_sentinel";
    static final String OPS = "_ops";

    /** As whom an exporter of metrics logs in. */
    public static final String EXPORTER = "_exporter";

    private AclFiles() {}

    /** @param channels the value of {@code acl-pubsub-default} */
    public static String ofNode(Secrets secrets, String channels, Dialect dialect) {
        var rule = channels.equals(DefaultUser.ALL_CHANNELS) ? "&*" : DefaultUser.NO_CHANNELS;
        return known(dialect, """
                user default on %s ~* %s +@all -@admin -@dangerous +info +role +keys +sort +sort_ro +flushdb \
                +flushall -cluster -module -psync -sync -migrate
                user %s on %s resetchannels -@all +psync +sync +replconf +ping
                user %s on %s resetchannels &__sentinel__:hello -@all +auth +hello +ping +info +role +multi +exec \
                +slaveof +subscribe +publish +config|rewrite +client|setname +client|kill +client|pause \
                +client|unpause +script|kill
                user %s on %s resetchannels &%s -@all +auth +hello +ping +info +role +dbsize +config|get \
                +config|set +publish +acl +client +replicaof +slaveof +failover +wait +memory +latency +slowlog +shutdown
                user %s on %s resetchannels -@all +auth +hello +ping +info +client|setname +client|setinfo \
                +slowlog|len +slowlog|get +latency|latest +latency|histogram
                """.formatted(
                        secrets.applicationRules(),
                        rule,
                        REPLICATION,
                        secrets.replicationRules(),
                        SENTINEL,
                        secrets.sentinelRules(),
                        OPS,
                        secrets.ops().rule(),
                        StreamProof.CHANNEL,
                        EXPORTER,
                        secrets.exporter().rule()));
    }

    /** Without a password one may only discover; else any tenant could vote, or remove the primary. */
    public static String ofSentinel(Secrets secrets, Dialect dialect) {
        return known(dialect, """
                user default on nopass resetchannels &* -@all +auth +hello +ping +info +role +client|setname \
                +client|setinfo +client|id +subscribe +psubscribe +unsubscribe +punsubscribe \
                +sentinel|get-master-addr-by-name +sentinel|master +sentinel|masters +sentinel|replicas \
                +sentinel|slaves +sentinel|sentinels +sentinel|ckquorum
                user %s on %s resetchannels &* -@all +auth +hello +ping +publish +client|setname \
                +sentinel|is-master-down-by-addr +sentinel|get-master-addr-by-name +sentinel|master +sentinel|failover
                user %s on %s resetchannels &* -@all +auth +hello +ping +info +role +subscribe +psubscribe +sentinel \
                +acl +client +shutdown
                """.formatted(
                        SENTINEL, secrets.sentinelRules(), OPS, secrets.ops().rule()));
    }

    private static String known(Dialect dialect, String users) {
        return users.lines()
                .map(line -> Arrays.stream(line.split(" "))
                        .filter(dialect::knows)
                        .collect(Collectors.joining(" ", "", "\n")))
                .collect(Collectors.joining());
    }
}
