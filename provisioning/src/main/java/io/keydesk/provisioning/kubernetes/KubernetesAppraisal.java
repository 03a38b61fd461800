package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A look at a cluster on Kubernetes, as an observation. */
record KubernetesAppraisal(KubernetesSite site, ClusterView view, Instant now) {

    private static final Set<String> POLICY = Set.of("NetworkPolicy");
    private static final Set<String> PUBLISHED = Set.of("ConfigMap", "Secret");

    Observation observation() {
        var appraisal = new Appraisal(site, view, now);
        var conditions = new ArrayList<Condition>();
        conditions.add(provisioned());
        conditions.addAll(appraisal.conditions());
        conditions.add(connectionPublished());
        conditions.add(
                appraisal
                        .accessOpen()
                        .or(this::policyDifferent)
                        .orElseGet(
                                () -> appraisal.accessClosed(
                                        "The NetworkPolicy lets in pods with the label only, and nodes refuse whoever has no password.")));
        return observed(conditions);
    }

    /** The same of a cluster that is to be off, by a view for which nobody was asked. */
    Observation poweredOff() {
        return observed(PoweredOff.conditions(connectionPublished()));
    }

    private Observation observed(List<Condition> conditions) {
        return new Observation(
                        site.appliedRevision(),
                        conditions,
                        view.members().stream().map(this::node).toList(),
                        site.blueprint(site.storedDirectives()).connection().endpoints())
                .drilled(DrillNote.lastOf(site.drill()))
                .rotated(site.secrets().rotated());
    }

    private Condition provisioned() {
        var findings = findings(finding ->
                !isPublished(finding) && !POLICY.contains(finding.ref().kind()));
        if (!findings.isEmpty()) {
            return condition(Type.PROVISIONED, Status.FALSE, "ObjectsDifferent", Finding.sentence(findings));
        }
        var trouble = view.members().stream()
                .map(member -> site.pod(member.index()).map(entry -> entry.as(Pod.class)))
                .flatMap(Optional::stream)
                .map(PodTrouble::of)
                .flatMap(Optional::stream)
                .findFirst();
        if (trouble.isPresent()) {
            return condition(
                    Type.PROVISIONED,
                    Status.FALSE,
                    trouble.get().reason(),
                    trouble.get().message());
        }
        var unready = view.members().stream()
                .filter(member -> site.pod(member.index())
                        .filter(entry -> PodTrouble.isReady(entry.as(Pod.class)))
                        .isEmpty())
                .map(member -> site.names().node(member.index()))
                .toList();
        return unready.isEmpty()
                ? condition(
                        Type.PROVISIONED,
                        Status.TRUE,
                        "AllRunning",
                        "Three pods are ready, each with a node and a Sentinel, and every object is as it should be.")
                : condition(
                        Type.PROVISIONED,
                        Status.FALSE,
                        "PodsNotReady",
                        "Not ready: %s.".formatted(String.join(", ", unready)));
    }

    private Condition connectionPublished() {
        if (site.appliedRevision() == 0) {
            return condition(Type.CONNECTION_PUBLISHED, Status.FALSE, "NotYet", "The connection is published last.");
        }
        var findings = findings(this::isPublished);
        return findings.isEmpty()
                ? condition(
                        Type.CONNECTION_PUBLISHED,
                        Status.TRUE,
                        "Published",
                        "The ConfigMap and the Secret are in every namespace of the tenant, and say what they should.")
                : condition(Type.CONNECTION_PUBLISHED, Status.FALSE, "ObjectsDifferent", Finding.sentence(findings));
    }

    private Optional<Condition> policyDifferent() {
        var findings = findings(finding -> POLICY.contains(finding.ref().kind()));
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(condition(
                        Type.ACCESS_ENFORCED, Status.FALSE, "NetworkPolicyDifferent", Finding.sentence(findings)));
    }

    private boolean isPublished(Finding finding) {
        return PUBLISHED.contains(finding.ref().kind())
                && !finding.ref().namespace().equals(site.link().premises().namespace());
    }

    private List<Finding> findings(java.util.function.Predicate<Finding> which) {
        return new ObjectKeeper(site).findings().stream().filter(which).toList();
    }

    private NodeObservation node(Member member) {
        var said = view.node(member.index());
        boolean heard = view.sentinels().get(member.index()).isPresent();
        return new NodeObservation(
                member.index(),
                state(site.hasNode(member.index()), said.isPresent()),
                said.map(state -> state.isPrimary() ? Role.PRIMARY : Role.REPLICA)
                        .orElse(null),
                member.node().toString(),
                linked(said.orElse(null)),
                member.sentinel().toString(),
                state(site.hasSentinel(member.index()), heard),
                said.map(NodeState::countedMemory).orElse(null),
                said.flatMap(NodeState::version).map(Version::toString).orElse(null));
    }

    private static @Nullable Boolean linked(@Nullable NodeState state) {
        return state == null || state.isPrimary() ? null : Boolean.valueOf(state.isLinked());
    }

    private static State state(boolean runs, boolean answers) {
        return answers ? State.RUNNING : runs ? State.UNREACHABLE : State.STOPPED;
    }

    private Condition condition(Type type, Status status, String reason, String message) {
        return new Condition(type, status, reason, message, now);
    }
}
