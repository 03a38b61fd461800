package io.keydesk.provisioning.valkey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A view of a cluster that is well, with node 0 as its primary, to be made worse. */
public final class Views {

    private static final long OFFSET = 5_000;

    private final List<Member> members = members();
    private final List<NodeAnswer> nodes = new ArrayList<>();
    private final List<Optional<SentinelState>> sentinels = new ArrayList<>();

    public Views() {
        members.forEach(member -> {
            nodes.add(member.index() == 0 ? primary() : replica(0, Map.of()));
            sentinels.add(Optional.of(sentinel(members.getFirst().node(), Map.of())));
        });
    }

    public static List<Member> members() {
        return IntStream.range(0, 3)
                .mapToObj(i -> new Member(i, new Address("127.0.0.1", 7000 + i), new Address("127.0.0.1", 7100 + i)))
                .toList();
    }

    public ClusterView view() {
        return new ClusterView(members, nodes, sentinels);
    }

    /** A node that does not run. */
    public Views dead(int node) {
        nodes.set(node, new NodeAnswer.Nobody());
        return this;
    }

    Views silent(int node, String refusal) {
        nodes.set(node, new NodeAnswer.Silence(refusal));
        return this;
    }

    Views leading(int node) {
        nodes.set(node, primary());
        return this;
    }

    Views following(int node, int another, Map<String, String> info) {
        nodes.set(node, replica(another, info));
        return this;
    }

    /** What the node says, changed. */
    public Views saying(int node, UnaryOperator<NodeState> change) {
        nodes.set(
                node,
                new NodeAnswer.Answered(change.apply(nodes.get(node).state().orElseThrow())));
        return this;
    }

    public Views silentSentinel(int index) {
        sentinels.set(index, Optional.empty());
        return this;
    }

    /** A Sentinel that names this node, or nobody, and says this of it. */
    Views voting(int index, @Nullable Address named, Map<String, String> primary) {
        sentinels.set(index, Optional.of(sentinel(named, primary)));
        return this;
    }

    Views named(int node) {
        members.forEach(member -> voting(member.index(), members.get(node).node(), Map.of()));
        return this;
    }

    /** What the Sentinel says, changed. */
    public Views sentinelSaying(int index, UnaryOperator<SentinelState> change) {
        sentinels.set(index, sentinels.get(index).map(change));
        return this;
    }

    private static NodeAnswer primary() {
        return node(new NodeRole(true, null), Map.of("master_repl_offset", Long.toString(OFFSET)));
    }

    private NodeAnswer replica(int of, Map<String, String> changes) {
        var info = new HashMap<>(
                Map.of("slave_repl_offset", Long.toString(OFFSET), "master_link_status", "up", "role", "slave"));
        info.putAll(changes);
        return node(new NodeRole(false, members.get(of).node()), info);
    }

    private static NodeAnswer node(NodeRole role, Map<String, String> info) {
        return new NodeAnswer.Answered(new NodeState(role, info, Map.of(), List.of(), new NodeState.Access(true, "")));
    }

    private SentinelState sentinel(@Nullable Address named, Map<String, String> changes) {
        var primary = new HashMap<>(Map.of("flags", "master", "num-other-sentinels", "2"));
        primary.putAll(changes);
        var known = members.stream()
                .map(Member::node)
                .filter(node -> !node.equals(named))
                .collect(Collectors.toSet());
        return new SentinelState(named, primary, 2, known, "OK 3 usable Sentinels.", List.of());
    }
}
