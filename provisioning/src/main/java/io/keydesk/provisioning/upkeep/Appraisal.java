package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.node.Deviation;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Health;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The conditions that nodes and Sentinels of any region can tell when they are asked. */
public record Appraisal(Site site, ClusterView view, Instant now) {

    /** How many differences a message tells one by one. */
    private static final int SHOWN = 3;

    /** Whether Sentinels, primary and replicas are well, and all of them answer what they were told. */
    public List<Condition> conditions() {
        return Stream.concat(new Health(view, now).conditions().stream(), Stream.of(settingsApplied()))
                .toList();
    }

    private Condition settingsApplied() {
        var different = Stream.concat(
                        site.drifts().in(view).stream().map(drift -> drift.where() + " has " + drift.what()),
                        Deviation.in(view, site.desiredDirectives()).stream()
                                .map(deviation ->
                                        Member.name(deviation.member().index()) + " has " + deviation.difference()))
                .toList();
        if (!different.isEmpty()) {
            return condition(Type.SETTINGS_APPLIED, Status.FALSE, "Different", list(different));
        }
        var silent = view.members().stream()
                .flatMap(member -> Stream.of(
                        view.node(member.index()).isPresent() ? "" : Member.name(member.index()),
                        view.sentinels().get(member.index()).isPresent() ? "" : Member.sentinelName(member.index())))
                .filter(name -> !name.isEmpty())
                .toList();
        return silent.isEmpty()
                ? condition(
                        Type.SETTINGS_APPLIED,
                        Status.TRUE,
                        "ReadBack",
                        "Every node and every Sentinel answers what is desired.")
                : noAnswer(Type.SETTINGS_APPLIED, silent);
    }

    /** That {@code ACCESS_ENFORCED} is false: some node lets in whom it must not, or lets the application do too much. */
    public Optional<Condition> accessOpen() {
        var open = nodes(state -> !state.access().closed());
        if (!open.isEmpty()) {
            return Optional.of(condition(
                    Type.ACCESS_ENFORCED,
                    Status.FALSE,
                    "PasswordNotAsked",
                    "No password is asked by %s.".formatted(String.join(" and ", open))));
        }
        var reached = view.members().stream()
                .flatMap(member -> view
                        .node(member.index())
                        .map(state -> state.access().reach())
                        .filter(command -> !command.isEmpty())
                        .map(command ->
                                "%s lets the application run %s".formatted(Member.name(member.index()), command))
                        .stream())
                .toList();
        return reached.isEmpty()
                ? Optional.empty()
                : Optional.of(condition(Type.ACCESS_ENFORCED, Status.FALSE, "CommandsNotRefused", list(reached)));
    }

    /**
     * {@code ACCESS_ENFORCED} where nothing speaks against it: true if every node answered.
     *
     * @param words what keeps others out in this region, as a sentence
     */
    public Condition accessClosed(String words) {
        var silent = view.members().stream()
                .filter(member -> view.node(member.index()).isEmpty())
                .map(member -> Member.name(member.index()))
                .toList();
        return silent.isEmpty()
                ? condition(Type.ACCESS_ENFORCED, Status.TRUE, "PasswordAsked", words)
                : noAnswer(Type.ACCESS_ENFORCED, silent);
    }

    private List<String> nodes(Predicate<NodeState> which) {
        return view.members().stream()
                .filter(member -> view.node(member.index()).filter(which).isPresent())
                .map(member -> Member.name(member.index()))
                .toList();
    }

    /** As a sentence that stays readable. */
    private static String list(List<String> differences) {
        var shown = String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())));
        int more = differences.size() - SHOWN;
        return Sentences.capitalised(more > 0 ? "%s; and %d more.".formatted(shown, more) : shown + ".");
    }

    private Condition noAnswer(Type type, List<String> silent) {
        return condition(
                type, Status.UNKNOWN, "NoAnswer", "No answer comes from %s.".formatted(String.join(", ", silent)));
    }

    private Condition condition(Type type, Status status, String reason, String message) {
        return new Condition(type, status, reason, message, now);
    }
}
