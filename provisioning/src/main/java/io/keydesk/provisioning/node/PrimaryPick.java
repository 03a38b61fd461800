package io.keydesk.provisioning.node;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.joining;

import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeAnswer;
import io.keydesk.provisioning.valkey.NodeState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The node that should be made the primary because nobody else can do so: too few Sentinels know one for a failover, no
 * node is one, and a replica has data. It is the one that has received most of the stream of changes, if all that have data
 * received the same stream; offsets of different streams say nothing about each other.
 *
 * @param certain whether every node could be asked; one that does not answer may wake up with more
 * @param why for people
 */
public record PrimaryPick(Member member, boolean certain, String why) {

    private static final int QUORUM = 2;

    /** Nothing while a quorum of Sentinels knows a primary, even a dead one: then it is theirs to choose. */
    public static Optional<PrimaryPick> from(ClusterView view) {
        var said = new TreeMap<Integer, NodeState>();
        view.members().forEach(member -> view.node(member.index()).ifPresent(state -> said.put(member.index(), state)));
        boolean led = said.values().stream().anyMatch(NodeState::isPrimary);
        var holders = said.entrySet().stream()
                .filter(entry -> entry.getValue().hasData())
                .toList();
        long streams = holders.stream()
                .map(entry -> entry.getValue().info().getOrDefault("master_replid", ""))
                .distinct()
                .count();
        return view.votes().size() >= QUORUM || led || streams != 1
                ? Optional.empty()
                : Optional.of(picked(view, holders));
    }

    private static PrimaryPick picked(ClusterView view, List<Map.Entry<Integer, NodeState>> holders) {
        var most = holders.stream()
                .max(comparingLong(entry -> entry.getValue().offset()))
                .orElseThrow();
        var offsets = holders.stream()
                .map(entry -> "%s at %d"
                        .formatted(Member.name(entry.getKey()), entry.getValue().offset()))
                .collect(joining(", "));
        return new PrimaryPick(
                view.members().get(most.getKey()),
                view.nodes().stream().noneMatch(NodeAnswer.Silence.class::isInstance),
                "no quorum of Sentinels knows a primary, and of all that hold data it has received most (%s)"
                        .formatted(offsets));
    }
}
