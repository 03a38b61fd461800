package io.keydesk.provisioning.node;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.provisioning.valkey.SentinelState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds what is different of that which no ticket changes: users, how nodes log in and are announced, and by what Sentinels
 * watch. The channels of the application's user belong to a {@linkplain Directives directive}.
 */
public record Drifts(Secrets secrets, String channels, Dialect dialect) {

    /** What to ask a node for, beside its directives. */
    public static final List<String> PARAMETERS =
            List.of(NodeFile.MASTER_USER, NodeFile.MASTER_AUTH, NodeFile.ANNOUNCE_IP, NodeFile.ANNOUNCE_PORT);

    private static final String DEFAULT = "default";

    /** Of all that answer. */
    public List<Drift> in(ClusterView view) {
        var drifts = new ArrayList<Drift>();
        for (var member : view.members()) {
            view.node(member.index()).ifPresent(said -> drifts.addAll(ofNode(member, said)));
            view.sentinels().get(member.index()).ifPresent(said -> drifts.addAll(ofSentinel(member, said)));
        }
        return drifts;
    }

    private List<Drift> ofNode(Member member, NodeState said) {
        var where = Member.name(member.index());
        var drifts =
                new ArrayList<>(users(where, member.node(), said.users(), AclFiles.ofNode(secrets, channels, dialect)));
        var desired = Map.of(
                NodeFile.MASTER_USER, AclFiles.REPLICATION,
                NodeFile.MASTER_AUTH, secrets.replication().value(),
                NodeFile.ANNOUNCE_IP, member.node().host(),
                NodeFile.ANNOUNCE_PORT, Integer.toString(member.node().port()));
        for (var name : PARAMETERS) {
            var value = desired.getOrDefault(name, "");
            var actual = said.configuration().getOrDefault(name, value);
            if (!actual.equals(value)) {
                var what = name.equals(NodeFile.MASTER_AUTH)
                        ? "another " + name
                        : "%s %s instead of %s".formatted(name, Deviation.quoted(actual), value);
                drifts.add(new Drift(where, member.node(), what, List.of("CONFIG", "SET", name, value)));
            }
        }
        return drifts;
    }

    private List<Drift> ofSentinel(Member member, SentinelState said) {
        var where = Member.sentinelName(member.index());
        var drifts =
                new ArrayList<>(users(where, member.sentinel(), said.users(), AclFiles.ofSentinel(secrets, dialect)));
        SentinelFile.WATCHING.forEach((option, value) -> {
            var actual = said.primary().getOrDefault(option, value);
            if (!actual.equals(value)) {
                drifts.add(new Drift(
                        where,
                        member.sentinel(),
                        "%s %s instead of %s".formatted(option, actual, value),
                        List.of("SENTINEL", "SET", PRIMARY_NAME, option, value)));
            }
        });
        return drifts;
    }

    private List<Drift> users(String where, Address address, List<String> actual, String file) {
        if (actual.isEmpty()) {
            return List.of();
        }
        var found = UserRules.parseAll(actual.stream());
        var desired = UserRules.parseAll(file.lines());
        var drifts = new ArrayList<Drift>();
        file.lines().forEach(line -> {
            var user = UserRules.parse(line);
            var has = found.get(user.name());
            var difference = has == null
                    ? "no user %s".formatted(user.name())
                    : has.difference(user, !user.name().equals(DEFAULT), dialect.keepsRules());
            if (!difference.isEmpty()) {
                var what = has == null ? difference : "the user %s with other %s".formatted(user.name(), difference);
                drifts.add(new Drift(where, address, what, setUser(line)));
            }
        });
        found.keySet().stream()
                .filter(name -> !desired.containsKey(name))
                .forEach(name -> drifts.add(new Drift(
                        where,
                        address,
                        "a user %s, whom nobody ordered".formatted(name),
                        List.of("ACL", "DELUSER", name))));
        return drifts;
    }

    /** All at once: nobody sees the user half made. */
    private static List<String> setUser(String line) {
        var words = line.strip().split(" ");
        return Stream.concat(
                        Stream.of("ACL", "SETUSER", words[1], "reset"),
                        Arrays.stream(words).skip(2))
                .toList();
    }
}
