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
import java.time.Instant;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A look at a cluster that has its files, as an observation. */
record Appraisal(Run run, ClusterView view, Instant now) {

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
        var silent = view.members().stream()
                .filter(member -> view.node(member.index()).isEmpty())
                .map(member -> Member.name(member.index()))
                .toList();
        var different = Deviation.in(view, run.desiredDirectives()).stream()
                .map(deviation -> deviation.desired().key())
                .distinct()
                .toList();
        if (!different.isEmpty()) {
            return condition(
                    Type.SETTINGS_APPLIED,
                    Status.FALSE,
                    "Different",
                    "Not every node has what is desired of %s.".formatted(String.join(", ", different)));
        }
        return silent.isEmpty()
                ? condition(Type.SETTINGS_APPLIED, Status.TRUE, "ReadBack", "Every node answers what is desired.")
                : condition(
                        Type.SETTINGS_APPLIED,
                        Status.UNKNOWN,
                        "NodeSilent",
                        "No answer comes from %s.".formatted(String.join(", ", silent)));
    }

    private Condition connectionPublished() {
        return PublishStep.isPublished(run)
                ? condition(
                        Type.CONNECTION_PUBLISHED, Status.TRUE, "Published", "The connection's documents are there.")
                : condition(
                        Type.CONNECTION_PUBLISHED,
                        Status.FALSE,
                        "NotPublished",
                        "The connection's documents are missing, or say something else.");
    }

    private Condition accessEnforced() {
        var open = view.members().stream()
                .filter(member -> view.node(member.index())
                        .filter(state -> !state.closed())
                        .isPresent())
                .map(member -> Member.name(member.index()))
                .toList();
        if (!open.isEmpty()) {
            return condition(
                    Type.ACCESS_ENFORCED,
                    Status.FALSE,
                    "PasswordNotAsked",
                    "No password is asked by %s.".formatted(String.join(", ", open)));
        }
        if (view.members().stream().allMatch(member -> view.node(member.index()).isEmpty())) {
            return condition(Type.ACCESS_ENFORCED, Status.UNKNOWN, "NobodyAnswers", "No node can be asked.");
        }
        return PublishStep.isPolicyPublished(run)
                ? condition(
                        Type.ACCESS_ENFORCED,
                        Status.TRUE,
                        "PasswordAsked",
                        "Nodes refuse whoever has no password, and listen on loopback only, where labels have no meaning.")
                : condition(
                        Type.ACCESS_ENFORCED, Status.FALSE, "PolicyMissing", "The network policy is not published.");
    }

    private Condition condition(Type type, Status status, String reason, String message) {
        return new Condition(type, status, reason, message, now);
    }
}
