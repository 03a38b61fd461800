package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.node.Deviation;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Health;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.cluster.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A look at a cluster that has its files, as an observation. */
record Appraisal(Run run, ClusterView view, Instant now) {

    /** How many differences a message tells one by one. */
    private static final int SHOWN = 3;

    Observation observation() {
        var conditions = new ArrayList<Condition>();
        conditions.add(provisioned());
        conditions.addAll(new Health(view, now).conditions());
        conditions.add(settingsApplied());
        conditions.add(connectionPublished());
        conditions.add(accessEnforced());
        var record = run.record();
        return new Observation(
                record.revision(),
                conditions,
                view.members().stream().map(this::node).toList(),
                record.layout().endpoints());
    }

    private NodeObservation node(Member member) {
        var said = view.node(member.index()).filter(state -> isOurs(member, state));
        var sentinel = Slot.sentinel(member.index());
        boolean heard = view.sentinels().get(member.index()).isPresent();
        return new NodeObservation(
                member.index(),
                state(Slot.node(member.index()), said.isPresent()),
                said.map(state -> state.isPrimary() ? Role.PRIMARY : Role.REPLICA)
                        .orElse(null),
                member.node().toString(),
                linked(said.orElse(null)),
                member.sentinel().toString(),
                state(sentinel, heard));
    }

    private static @Nullable Boolean linked(@Nullable NodeState state) {
        return state == null || state.isPrimary() ? null : Boolean.valueOf(state.isLinked());
    }

    private State state(Slot slot, boolean answers) {
        if (answers) {
            return State.RUNNING;
        }
        return run.cluster().runs(slot) ? State.UNREACHABLE : State.STOPPED;
    }

    /** Whether the process that answers at this address is the one that we started. */
    private boolean isOurs(Member member, NodeState state) {
        return run.cluster()
                .process(Slot.node(member.index()))
                .filter(process -> process.pid() == state.processId())
                .isPresent();
    }

    private Condition provisioned() {
        var missing = Stream.of(Kind.values())
                .flatMap(kind -> run.cluster().missing(kind).stream())
                .map(Slot::label)
                .toList();
        if (!missing.isEmpty()) {
            return condition(
                    Type.PROVISIONED,
                    Status.FALSE,
                    "ProcessMissing",
                    "Missing: %s.".formatted(String.join(", ", missing)));
        }
        var strange = view.members().stream()
                .filter(member -> view.node(member.index())
                        .filter(state -> !isOurs(member, state))
                        .isPresent())
                .map(member -> Member.name(member.index()))
                .toList();
        return strange.isEmpty()
                ? condition(Type.PROVISIONED, Status.TRUE, "AllRunning", "Three nodes and three Sentinels run.")
                : condition(
                        Type.PROVISIONED,
                        Status.FALSE,
                        "StrangerAnswers",
                        "Another process answers at the address of %s.".formatted(String.join(" and ", strange)));
    }

    private Condition settingsApplied() {
        var different = Stream.concat(
                        run.drifts().in(view).stream().map(drift -> drift.where() + " has " + drift.what()),
                        Deviation.in(view, run.desiredDirectives()).stream()
                                .map(deviation ->
                                        Member.name(deviation.member().index()) + " has " + deviation.difference()))
                .toList();
        if (!different.isEmpty()) {
            return condition(Type.SETTINGS_APPLIED, Status.FALSE, "Different", list(different));
        }
        var silent = silent();
        return silent.isEmpty()
                ? condition(
                        Type.SETTINGS_APPLIED,
                        Status.TRUE,
                        "ReadBack",
                        "Every node and every Sentinel answers what is desired.")
                : condition(
                        Type.SETTINGS_APPLIED,
                        Status.UNKNOWN,
                        "NoAnswer",
                        "No answer comes from %s.".formatted(String.join(", ", silent)));
    }

    private List<String> silent() {
        return view.members().stream()
                .flatMap(member -> Stream.of(
                        view.node(member.index()).isPresent() ? "" : Member.name(member.index()),
                        view.sentinels().get(member.index()).isPresent() ? "" : Member.sentinelName(member.index())))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** As a sentence that stays readable. */
    private static String list(List<String> differences) {
        var shown = String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())));
        int more = differences.size() - SHOWN;
        return Sentences.capitalised(more > 0 ? "%s; and %d more.".formatted(shown, more) : shown + ".");
    }

    private Condition connectionPublished() {
        var file = run.folder().configMap();
        return PublishStep.isConfigMapPublished(run)
                ? condition(
                        Type.CONNECTION_PUBLISHED,
                        Status.TRUE,
                        "Published",
                        "The ConfigMap is where applications read it, and says what it should.")
                : unpublished(Type.CONNECTION_PUBLISHED, "ConfigMap", file);
    }

    /** Tenants read it: where the file lies on this machine is not for them. */
    private Condition unpublished(Type type, String what, Path file) {
        return Files.exists(file)
                ? condition(type, Status.FALSE, what + "Different", "The %s was changed.".formatted(what))
                : condition(type, Status.FALSE, what + "Missing", "The %s is missing.".formatted(what));
    }

    private Condition accessEnforced() {
        var open = nodes(state -> !state.access().closed());
        if (!open.isEmpty()) {
            return condition(
                    Type.ACCESS_ENFORCED,
                    Status.FALSE,
                    "PasswordNotAsked",
                    "No password is asked by %s.".formatted(String.join(" and ", open)));
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
        if (!reached.isEmpty()) {
            return condition(Type.ACCESS_ENFORCED, Status.FALSE, "CommandsNotRefused", list(reached));
        }
        if (!PublishStep.isPolicyPublished(run)) {
            return unpublished(
                    Type.ACCESS_ENFORCED, "NetworkPolicy", run.folder().networkPolicy());
        }
        var silent = view.members().stream()
                .filter(member -> view.node(member.index()).isEmpty())
                .map(member -> Member.name(member.index()))
                .toList();
        return silent.isEmpty()
                ? condition(
                        Type.ACCESS_ENFORCED,
                        Status.TRUE,
                        "PasswordAsked",
                        "Nodes refuse whoever has no password, and listen on loopback only, where labels have no meaning.")
                : condition(
                        Type.ACCESS_ENFORCED,
                        Status.UNKNOWN,
                        "NoAnswer",
                        "No answer comes from %s.".formatted(String.join(", ", silent)));
    }

    private List<String> nodes(Predicate<NodeState> which) {
        return view.members().stream()
                .filter(member -> view.node(member.index()).filter(which).isPresent())
                .map(member -> Member.name(member.index()))
                .toList();
    }

    private Condition condition(Type type, Status status, String reason, String message) {
        return new Condition(type, status, reason, message, now);
    }
}
