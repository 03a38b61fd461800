package io.keydesk.provisioning.valkey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the nodes and Sentinels of a cluster said when all were asked at once.
 *
 * @param nodes in the order of the members
 * @param sentinels in the same order; empty for one that gave no answer
 */
public record ClusterView(List<Member> members, List<NodeAnswer> nodes, List<Optional<SentinelState>> sentinels) {

    public ClusterView {
        members = List.copyOf(members);
        nodes = List.copyOf(nodes);
        sentinels = List.copyOf(sentinels);
    }

    /** Where nobody was asked. */
    public static ClusterView unasked(List<Member> members) {
        return new ClusterView(
                members,
                members.stream().<NodeAnswer>map(_ -> new NodeAnswer.Nobody()).toList(),
                members.stream().map(_ -> Optional.<SentinelState>empty()).toList());
    }

    public Optional<NodeState> node(int index) {
        return nodes.get(index).state();
    }

    /** For each Sentinel that knows a primary: the index of the node that it names. */
    public List<Integer> votes() {
        return sentinels.stream()
                .flatMap(Optional::stream)
                .map(SentinelState::names)
                .filter(Objects::nonNull)
                .flatMap(address -> Member.at(address, members).stream())
                .map(Member::index)
                .toList();
    }

    /** The node that at least two Sentinels name. */
    public Optional<Integer> elected() {
        return votes().stream()
                .collect(Collectors.groupingBy(index -> index, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() >= 2)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The node that all three Sentinels name, if it agrees. */
    public Optional<Member> primary() {
        return elected()
                .filter(index -> votes().stream().filter(index::equals).count() == members.size())
                .filter(index -> node(index).filter(NodeState::isPrimary).isPresent())
                .map(members::get);
    }

    /**
     * Those that say that they are the primary although all Sentinels name another, and are done with electing it: before,
     * the one that is just being promoted would be among them.
     */
    public List<Member> usurpers() {
        return isContent() && primary().isPresent()
                ? primaries().stream()
                        .filter(member -> !member.equals(primary().get()))
                        .toList()
                : List.of();
    }

    /** The node that says it is the primary, if it is the only one and most Sentinels name it. */
    public Optional<Member> acting() {
        var primaries = primaries();
        return primaries.size() == 1
                ? elected().map(members::get).filter(primaries.getFirst()::equals)
                : Optional.empty();
    }

    /**
     * The one to tell a Sentinel that knows nothing: which two Sentinels name, unless it says that it is a replica; else the
     * only node that says it is the primary; else which any Sentinel names.
     */
    public Optional<Member> presumedPrimary() {
        var named = elected()
                .filter(index ->
                        node(index).filter(Predicate.not(NodeState::isPrimary)).isEmpty());
        var primaries = primaries();
        return named.or(() ->
                        primaries.size() == 1 ? Optional.of(primaries.getFirst().index()) : Optional.empty())
                .or(() -> votes().stream().findFirst())
                .map(members::get);
    }

    /** All that say that they are. */
    private List<Member> primaries() {
        return members.stream()
                .filter(member ->
                        node(member.index()).filter(NodeState::isPrimary).isPresent())
                .toList();
    }

    /** Linked replicas that have not all that the primary had when it was asked. */
    List<Member> behind() {
        return acting().stream()
                .flatMap(primary -> members.stream()
                        .filter(member -> follows(member.index(), primary) && missing(member, primary) > 0))
                .toList();
    }

    /** How many bytes of what the primary had when it was asked a replica lacks. */
    long missing(Member replica, Member primary) {
        return offset(primary) - offset(replica);
    }

    private long offset(Member member) {
        return node(member.index()).map(NodeState::offset).orElse(0L);
    }

    /** Whether all replicas have received so much of the stream of changes. */
    boolean haveReached(long offset, Member primary) {
        return members.stream()
                .filter(member -> !member.equals(primary))
                .allMatch(member -> node(member.index())
                        .filter(state -> state.offset() >= offset)
                        .isPresent());
    }

    /** The same, where these nodes were asked again for their role and their data. */
    ClusterView with(Map<Member, NodeAnswer> again) {
        var answers = new ArrayList<>(nodes);
        again.forEach((member, later) -> answers.set(
                member.index(),
                later.state()
                        .flatMap(state -> node(member.index()).map(earlier -> earlier.at(state)))
                        .<NodeAnswer>map(NodeAnswer.Answered::new)
                        .orElse(later)));
        return new ClusterView(members, answers, sentinels);
    }

    /** Whether the replica of this index is linked to that primary, with all data. */
    boolean follows(int index, Member primary) {
        return node(index)
                .filter(state -> state.follows().filter(primary.node()::equals).isPresent())
                .filter(NodeState::isLinked)
                .isPresent();
    }

    /**
     * Whether all agree and nothing is under way: three Sentinels name the same node and know each other, it says that it
     * is the primary, and both replicas are linked to it.
     */
    public boolean isSettled() {
        return isContent() && primary().filter(this::isFollowed).isPresent();
    }

    private boolean isContent() {
        return sentinels.stream()
                .allMatch(said -> said.filter(SentinelState::isContent).isPresent());
    }

    /** Whether a Sentinel is replacing the primary now. */
    public boolean isFailingOver() {
        return sentinels.stream()
                .flatMap(Optional::stream)
                .anyMatch(said -> said.flags().contains("failover_in_progress"));
    }

    /** Whether any Sentinel could promote either replica at once. After a restart that takes it up to a second. */
    public boolean isReadyToSwitch() {
        return sentinels.stream()
                .allMatch(said -> said.filter(sentinel -> sentinel.replicas() == members.size() - 1)
                        .isPresent());
    }

    boolean isFollowed(Member primary) {
        return members.stream()
                .filter(member -> !member.equals(primary))
                .allMatch(member -> follows(member.index(), primary));
    }
}
