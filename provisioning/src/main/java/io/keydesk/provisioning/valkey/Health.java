package io.keydesk.provisioning.valkey;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells from a view whether a cluster is well. The messages stay the same while nothing happens. */
public record Health(ClusterView view, Instant now) {

    /** The conditions that nodes and Sentinels themselves can tell. */
    public List<Condition> conditions() {
        return List.of(quorumHealthy(), primaryAgreed(), replicasInSync());
    }

    private Condition quorumHealthy() {
        var silent = indexes(index -> view.sentinels().get(index).isEmpty());
        if (!silent.isEmpty()) {
            return no(Type.QUORUM_HEALTHY, "SentinelSilent", "No answer comes from %s.".formatted(sentinels(silent)));
        }
        var lacking = indexes(index ->
                view.sentinels().get(index).filter(SentinelState::quorum).isEmpty());
        return lacking.isEmpty()
                ? yes(Type.QUORUM_HEALTHY, "QuorumReached", "Every Sentinel can reach enough others for a failover.")
                : no(
                        Type.QUORUM_HEALTHY,
                        "QuorumMissing",
                        "Too few others can be reached by %s.".formatted(sentinels(lacking)));
    }

    private Condition primaryAgreed() {
        var primary = view.primary();
        var usurpers = view.usurpers();
        if (!usurpers.isEmpty()) {
            return no(
                    Type.PRIMARY_AGREED,
                    "TwoPrimaries",
                    "All Sentinels name %s, but %s says that it is the primary."
                            .formatted(
                                    Member.name(primary.orElseThrow().index()),
                                    Member.name(usurpers.getFirst().index())));
        }
        if (primary.isPresent()) {
            return yes(
                    Type.PRIMARY_AGREED,
                    "Agreed",
                    "All Sentinels name %s, and it is the primary."
                            .formatted(Member.name(primary.get().index())));
        }
        var votes = view.votes().stream().distinct().sorted().toList();
        return switch (votes.size()) {
            case 0 -> no(Type.PRIMARY_AGREED, "NobodyNamed", "No Sentinel names a primary.");
            case 1 ->
                view.votes().size() < view.members().size()
                        ? no(Type.PRIMARY_AGREED, "VotesMissing", "Not every Sentinel names a primary.")
                        : no(
                                Type.PRIMARY_AGREED,
                                "NotPrimary",
                                "The Sentinels name %s, which is no primary now.".formatted(nodes(votes)));
            default -> no(Type.PRIMARY_AGREED, "Disagreement", "The Sentinels name %s.".formatted(nodes(votes)));
        };
    }

    private Condition replicasInSync() {
        var primary = view.primary();
        if (primary.isEmpty()) {
            return new Condition(
                    Type.REPLICAS_IN_SYNC,
                    Status.UNKNOWN,
                    "NoPrimary",
                    "No primary is agreed on to compare with.",
                    now);
        }
        var behind = indexes(index -> index != primary.get().index() && !view.follows(index, primary.get()));
        return behind.isEmpty()
                ? yes(Type.REPLICAS_IN_SYNC, "Linked", "Both replicas are linked to the primary.")
                : no(Type.REPLICAS_IN_SYNC, "NotLinked", "No link to the primary has %s.".formatted(nodes(behind)));
    }

    private List<Integer> indexes(IntPredicate wrong) {
        return IntStream.range(0, view.members().size()).filter(wrong).boxed().toList();
    }

    private static String nodes(List<Integer> indexes) {
        return indexes.stream().map(Member::name).collect(Collectors.joining(" and "));
    }

    private static String sentinels(List<Integer> indexes) {
        return indexes.stream().map(Member::sentinelName).collect(Collectors.joining(" and "));
    }

    private Condition yes(Type type, String reason, String message) {
        return new Condition(type, Status.TRUE, reason, message, now);
    }

    private Condition no(Type type, String reason, String message) {
        return new Condition(type, Status.FALSE, reason, message, now);
    }
}
