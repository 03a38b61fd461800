package io.keydesk.provisioning.node;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Member;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The complete {@code sentinel.conf} of one Sentinel, which afterwards keeps it by itself. All that a Sentinel would
 * otherwise learn in its first ten seconds stands in it: without the replicas it could be elected leader of a failover and
 * then find nobody to promote.
 *
 * @param cluster from which, with the place, the Sentinels' ids follow: one that is written anew is recognised as the one
 *     it replaces instead of being counted as a fourth
 */
public record SentinelFile(
        String cluster, Member me, List<Member> members, String bind, String directory, String aclFile) {

    private static final String QUORUM = "quorum";

    private static final String ALIKE = """
            protected-mode no
            sentinel deny-scripts-reconfig yes
            sentinel resolve-hostnames no
            """;

    /** By what a Sentinel watches, as it tells it and as it can be set while it runs. */
    static final SequencedMap<String, String> WATCHING = watching();

    /**
     * @param primary from {@code get-master-addr-by-name} or a primary itself. The configuration epoch stays 0, so that the
     *     first message of any other Sentinel corrects an address that was already outdated
     */
    public String render(Address primary, Secrets secrets) {
        var file = new StringBuilder(NodeFile.KEEP_TITLE).append(ALIKE).append("""
                bind %s
                port %d
                dir "%s"
                aclfile "%s"
                sentinel myid %s
                sentinel announce-ip %s
                sentinel announce-port %d
                sentinel sentinel-user %s
                sentinel sentinel-pass %s
                sentinel monitor %s %s %d %s
                """.formatted(
                        bind,
                        me.sentinel().port(),
                        directory,
                        aclFile,
                        id(me),
                        me.sentinel().host(),
                        me.sentinel().port(),
                        AclFiles.SENTINEL,
                        secrets.sentinel().value(),
                        PRIMARY_NAME,
                        primary.host(),
                        primary.port(),
                        WATCHING.get(QUORUM)));
        line(file, "auth-user", AclFiles.SENTINEL);
        line(file, "auth-pass", secrets.sentinel().value());
        options(file);
        members.stream()
                .map(Member::node)
                .filter(node -> !node.equals(primary))
                .forEach(node -> line(file, "known-replica", node.host() + " " + node.port()));
        members.stream()
                .filter(member -> !member.equals(me))
                .forEach(other -> line(
                        file,
                        "known-sentinel",
                        "%s %d %s"
                                .formatted(
                                        other.sentinel().host(),
                                        other.sentinel().port(),
                                        id(other))));
        return file.toString();
    }

    /** The commands by which a running Sentinel forgets what it watched, and watches this primary as its file would say. */
    public static List<List<String>> monitoring(Address primary, Secrets secrets) {
        var commands = new ArrayList<List<String>>();
        commands.add(List.of("SENTINEL", "REMOVE", PRIMARY_NAME));
        commands.add(List.of(
                "SENTINEL",
                "MONITOR",
                PRIMARY_NAME,
                primary.host(),
                Integer.toString(primary.port()),
                WATCHING.getOrDefault(QUORUM, "")));
        commands.add(set("auth-user", AclFiles.SENTINEL));
        commands.add(set("auth-pass", secrets.sentinel().value()));
        WATCHING.forEach((option, value) -> commands.add(set(option, value)));
        return commands;
    }

    private static List<String> set(String option, String value) {
        return List.of("SENTINEL", "SET", PRIMARY_NAME, option, value);
    }

    /** What all Sentinels are told alike, for scripts to complete: without addresses, passwords and the primary. */
    public static String renderCommon() {
        var file = new StringBuilder(ALIKE);
        options(file);
        return file.toString();
    }

    /** Those that may stand in a file; the quorum is a part of the line with the primary. */
    private static void options(StringBuilder file) {
        WATCHING.forEach((option, value) -> {
            if (!option.equals(QUORUM)) {
                line(file, option, value);
            }
        });
    }

    private static SequencedMap<String, String> watching() {
        var options = new LinkedHashMap<String, String>();
        options.put(QUORUM, "2");
        options.put("down-after-milliseconds", "5000");
        options.put("failover-timeout", "10000");
        options.put("parallel-syncs", "1");
        return options;
    }

    private static void line(StringBuilder file, String option, String value) {
        file.append("sentinel %s %s %s\n".formatted(option, PRIMARY_NAME, value));
    }

    private String id(Member member) {
        try {
            var name = cluster + "/" + member.index();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
