package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.upkeep.Appraisal;
import io.keydesk.provisioning.upkeep.DrillNote;
import io.keydesk.provisioning.upkeep.PoweredOff;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.service.catalogue.Version;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A look at a cluster that has its files, as an observation. */
record LocalAppraisal(Run run, ClusterView view, Instant now) {

    Observation observation() {
        var common = new Appraisal(run, view, now);
        var conditions = new ArrayList<Condition>();
        conditions.add(provisioned());
        conditions.addAll(common.conditions());
        conditions.add(connectionPublished());
        conditions.add(accessEnforced(common));
        return observed(conditions);
    }

    /** The same of a cluster that is to be off, by a view for which nobody was asked. */
    Observation poweredOff() {
        return observed(PoweredOff.conditions(connectionPublished()));
    }

    private Observation observed(List<Condition> conditions) {
        var record = run.record();
        var nodes = view.members().stream().map(this::node).toList();
        return new Observation(
                        record.revision(), conditions, nodes, record.layout().endpoints())
                .drilled(DrillNote.lastOf(run.drill()))
                .rotated(run.secrets().rotated());
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
                state(sentinel, heard),
                said.map(NodeState::countedMemory).orElse(null),
                said.flatMap(NodeState::version).map(Version::toString).orElse(null));
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

    private Condition accessEnforced(Appraisal common) {
        return common.accessOpen()
                .or(this::policyUnpublished)
                .orElseGet(
                        () -> common.accessClosed("Nodes refuse whoever has no password, and listen on loopback only, "
                                + "where labels have no meaning."));
    }

    private Optional<Condition> policyUnpublished() {
        return PublishStep.isPolicyPublished(run)
                ? Optional.empty()
                : Optional.of(unpublished(
                        Type.ACCESS_ENFORCED, "NetworkPolicy", run.folder().networkPolicy()));
    }

    private Condition condition(Type type, Status status, String reason, String message) {
        return new Condition(type, status, reason, message, now);
    }
}
