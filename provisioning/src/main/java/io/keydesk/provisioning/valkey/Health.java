package io.keydesk.provisioning.valkey;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Tells from a view whether a cluster is well: all that is said here was asked in the same look. The messages stay the same
 * while nothing happens.
 */
public record Health(ClusterView view, Instant now) {

    private static final String MASTER = "master";

    /** The conditions that nodes and Sentinels themselves can tell. */
    public List<Condition> conditions() {
        return List.of(quorumHealthy(), primaryAgreed(), replicasInSync());
    }

    private Condition quorumHealthy() {
        var silent = sentinels(Optional::isEmpty);
        if (!silent.isEmpty()) {
            return no(Type.QUORUM_HEALTHY, "SentinelSilent", "No answer comes from %s.".formatted(and(silent)));
        }
        var without = phrases(said -> said.quorum() ? "" : "says \"%s\"".formatted(said.verdict()));
        if (!without.isEmpty()) {
            return no(Type.QUORUM_HEALTHY, "QuorumMissing", without);
        }
        var lonely = phrases(said -> said.others() == view.members().size() - 1
                ? ""
                : "knows %d other Sentinels instead of %d"
                        .formatted(said.others(), view.members().size() - 1));
        if (!lonely.isEmpty()) {
            return no(Type.QUORUM_HEALTHY, "SentinelsUnknown", lonely);
        }
        var blind = phrases(this::unknownReplicas);
        return blind.isEmpty()
                ? yes(
                        Type.QUORUM_HEALTHY,
                        "QuorumReached",
                        "Every Sentinel knows all others, and can reach enough of them for a failover.")
                : no(Type.QUORUM_HEALTHY, "ReplicasUnknown", blind);
    }

    private String unknownReplicas(SentinelState said) {
        var unknown = view.members().stream()
                .filter(member -> !member.node().equals(said.names()))
                .filter(member -> !said.known().contains(member.node()))
                .map(member -> Member.name(member.index()))
                .toList();
        return unknown.isEmpty() ? "" : "does not know %s as a replica".formatted(and(unknown));
    }

    private Condition primaryAgreed() {
        if (view.sentinels().stream().allMatch(Optional::isEmpty)) {
            return unknown(Type.PRIMARY_AGREED, "SentinelsSilent", "No Sentinel answers.");
        }
        var strangers = phrases(said ->
                said.names() == null || Member.at(said.names(), view.members()).isPresent()
                        ? ""
                        : "names %s, which is no node of this cluster".formatted(said.names()));
        if (!strangers.isEmpty()) {
            return no(Type.PRIMARY_AGREED, "StrangerNamed", strangers);
        }
        var votes = view.votes().stream().distinct().sorted().toList();
        return switch (votes.size()) {
            case 0 -> no(Type.PRIMARY_AGREED, "NobodyNamed", "No Sentinel names a primary.");
            case 1 -> named(view.members().get(votes.getFirst()));
            default ->
                no(
                        Type.PRIMARY_AGREED,
                        "Disagreement",
                        "The Sentinels name %s."
                                .formatted(and(votes.stream().map(Member::name).toList())));
        };
    }

    /** What that node says of itself. */
    private Condition named(Member member) {
        return switch (view.nodes().get(member.index())) {
            case NodeAnswer.Nobody _ -> named(member, "PrimaryDead", "which does not run");
            case NodeAnswer.Silence silence -> named(member, "PrimarySilent", "which " + manner(silence));
            case NodeAnswer.Answered(var said)
            when !said.isPrimary() -> named(member, "NotPrimary", "which says that it is no primary");
            case NodeAnswer.Answered _ -> alone(member);
        };
    }

    private Condition named(Member member, String reason, String what) {
        return no(
                Type.PRIMARY_AGREED, reason, "The Sentinels name %s, %s.".formatted(Member.name(member.index()), what));
    }

    private Condition alone(Member primary) {
        var name = Member.name(primary.index());
        var others = view.members().stream()
                .filter(member -> !member.equals(primary))
                .filter(member ->
                        view.node(member.index()).filter(NodeState::isPrimary).isPresent())
                .map(member -> Member.name(member.index()))
                .toList();
        if (!others.isEmpty()) {
            return no(
                    Type.PRIMARY_AGREED,
                    "TwoPrimaries",
                    "The Sentinels name %s, but %s says that it is the primary too.".formatted(name, and(others)));
        }
        var mute = sentinels(
                said -> said.map(SentinelState::names).filter(Objects::nonNull).isEmpty());
        if (!mute.isEmpty()) {
            return no(Type.PRIMARY_AGREED, "VotesMissing", "No primary is named by %s.".formatted(and(mute)));
        }
        var flagged = phrases(said -> said.flags().equals(MASTER)
                ? ""
                : "says of %s: %s"
                        .formatted(
                                name,
                                Arrays.stream(said.flags().split(","))
                                        .filter(flag -> !flag.equals(MASTER))
                                        .collect(Collectors.joining(", "))));
        return flagged.isEmpty()
                ? yes(
                        Type.PRIMARY_AGREED,
                        "Agreed",
                        "All Sentinels name %s, and it says that it is the primary.".formatted(name))
                : no(Type.PRIMARY_AGREED, view.isFailingOver() ? "FailoverUnderWay" : "PrimarySuspected", flagged);
    }

    private static String manner(NodeAnswer.Silence silence) {
        return silence.refusal().isEmpty() ? "does not answer" : "does not let keydesk in";
    }

    private record Lag(String reason, String phrase) {}

    private Condition replicasInSync() {
        var primary = view.acting();
        if (primary.isEmpty()) {
            return unknown(Type.REPLICAS_IN_SYNC, "NoPrimary", "No primary is agreed on to compare with.");
        }
        var lags = view.members().stream()
                .filter(member -> !member.equals(primary.get()))
                .flatMap(member -> lag(member, primary.get())
                        .map(lag -> new Lag(lag.reason(), Member.name(member.index()) + " " + lag.phrase()))
                        .stream())
                .toList();
        return lags.isEmpty()
                ? yes(Type.REPLICAS_IN_SYNC, "InSync", "Both replicas have what the primary had when it was asked.")
                : no(
                        Type.REPLICAS_IN_SYNC,
                        lags.getFirst().reason(),
                        sentence(lags.stream().map(Lag::phrase).collect(Collectors.joining("; "))));
    }

    private Optional<Lag> lag(Member replica, Member primary) {
        return switch (view.nodes().get(replica.index())) {
            case NodeAnswer.Nobody _ -> Optional.of(new Lag("ReplicaDead", "does not run"));
            case NodeAnswer.Silence silence -> Optional.of(new Lag("ReplicaSilent", manner(silence)));
            case NodeAnswer.Answered(var said)
            when said.follows().filter(primary.node()::equals).isEmpty() ->
                Optional.of(new Lag("FollowsAnother", "does not follow " + Member.name(primary.index())));
            case NodeAnswer.Answered(var said)
            when said.isCopying() -> Optional.of(new Lag("Copying", "is copying all data of the primary"));
            case NodeAnswer.Answered(var said)
            when !said.isLinked() -> Optional.of(new Lag("NotLinked", "has no link to the primary"));
            case NodeAnswer.Answered _ -> {
                long missing = view.missing(replica, primary);
                yield missing > 0
                        ? Optional.of(new Lag(
                                "Behind",
                                "is linked, but still lacks at least %d bytes of what the primary had a second ago"
                                        .formatted(powerOfTen(missing))))
                        : Optional.empty();
            }
        };
    }

    /** The greatest one that is not greater: exact figures would be news at every look. */
    private static long powerOfTen(long figure) {
        long power = 1;
        while (figure / 10 >= power) {
            power *= 10;
        }
        return power;
    }

    private List<String> sentinels(Predicate<Optional<SentinelState>> which) {
        return view.members().stream()
                .filter(member -> which.test(view.sentinels().get(member.index())))
                .map(member -> Member.sentinelName(member.index()))
                .toList();
    }

    /** A sentence of what is to be said of each Sentinel that answers; empty if nothing is. */
    private String phrases(Function<SentinelState, String> phrase) {
        return sentence(view.members().stream()
                .flatMap(member -> view
                        .sentinels()
                        .get(member.index())
                        .map(phrase)
                        .filter(words -> !words.isEmpty())
                        .map(words -> Member.sentinelName(member.index()) + " " + words)
                        .stream())
                .collect(Collectors.joining("; ")));
    }

    private static String sentence(String words) {
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private static String and(List<String> names) {
        return String.join(" and ", names);
    }

    private Condition yes(Type type, String reason, String message) {
        return new Condition(type, Status.TRUE, reason, message, now);
    }

    private Condition no(Type type, String reason, String message) {
        return new Condition(type, Status.FALSE, reason, message, now);
    }

    private Condition unknown(Type type, String reason, String message) {
        return new Condition(type, Status.UNKNOWN, reason, message, now);
    }
}
