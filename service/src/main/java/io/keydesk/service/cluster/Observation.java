package io.keydesk.service.cluster;

import io.keydesk.service.cluster.Condition.Status;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the provisioner saw last.
 *
 * @param revision the number of the revision that was seen applied on every node; 0 if none was
 * @param endpoints {@code null} until the addresses are settled
 * @param lastPrimary index of the node that was the primary last, also while none is; {@code null} before the first
 * @param illness of a cluster that is degraded; {@code null} for any other
 * @param lastDrill {@code null} before the first
 * @param lastRotation {@code null} before the first
 */
public record Observation(
        int revision,
        List<Condition> conditions,
        List<NodeObservation> nodes,
        @Nullable Endpoints endpoints,
        @Nullable Integer lastPrimary,
        @Nullable Illness illness,
        @Nullable Drill lastDrill,
        @Nullable Rotated lastRotation) {

    public static final Observation NOTHING = new Observation(0, List.of(), List.of(), null);

    /** As a provisioner sees it, who knows nothing of earlier looks. */
    public Observation(
            int revision, List<Condition> conditions, List<NodeObservation> nodes, @Nullable Endpoints endpoints) {
        this(revision, conditions, nodes, endpoints, null, null, null, null);
    }

    public Observation {
        conditions = List.copyOf(conditions);
        nodes = List.copyOf(nodes);
    }

    public Optional<Condition> condition(Condition.Type type) {
        return conditions.stream().filter(condition -> condition.type() == type).findFirst();
    }

    /** Nothing while none, or more than one, says that it is. */
    public Optional<NodeObservation> primary() {
        var primaries = nodes.stream().filter(NodeObservation::isPrimary).toList();
        return primaries.size() == 1 ? Optional.of(primaries.getFirst()) : Optional.empty();
    }

    public boolean isHealthy() {
        return !conditions.isEmpty() && conditions.stream().allMatch(Condition::holds);
    }

    /** Whether nothing of a cluster runs that was powered off, and all that is kept of it is as it should be. */
    public boolean isOff() {
        return conditions.stream().anyMatch(Condition::isPoweredOff)
                && conditions.stream().allMatch(condition -> condition.holds() || condition.isPoweredOff())
                && nodes.stream().allMatch(NodeObservation::isStopped);
    }

    /** The same, with what goes on unchanged dated back to when it began. */
    public Observation continuing(Observation earlier) {
        var dated = conditions.stream()
                .map(condition -> earlier.condition(condition.type())
                        .map(condition::continuing)
                        .orElse(condition))
                .toList();
        return new Observation(
                revision,
                dated,
                nodes.stream().map(node -> continuing(node, earlier)).toList(),
                endpoints,
                primary().map(NodeObservation::index).orElse(earlier.lastPrimary),
                earlier.illness,
                lastDrill == null ? earlier.lastDrill : lastDrill,
                lastRotation == null ? earlier.lastRotation : lastRotation);
    }

    private static NodeObservation continuing(NodeObservation node, Observation earlier) {
        return earlier.nodes.stream()
                .filter(before -> before.index() == node.index())
                .findFirst()
                .map(node::continuing)
                .orElse(node);
    }

    /** How much memory the data takes on the node that uses most, in bytes; nothing if no node could be asked. */
    public OptionalLong usedMemoryBytes() {
        return nodes.stream()
                .map(NodeObservation::usedMemoryBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max();
    }

    /** The indexes of the nodes whose memory is not known. */
    public List<Integer> unmeasured() {
        return nodes.stream()
                .filter(node -> node.usedMemoryBytes() == null)
                .map(NodeObservation::index)
                .toList();
    }

    /** The same of a cluster that is degraded: since when, and from what, counted from when it was not. */
    Observation ill(Instant at) {
        var now = illness == null ? Illness.of(this, at) : illness.andNow(this);
        return new Observation(revision, conditions, nodes, endpoints, lastPrimary, now, lastDrill, lastRotation);
    }

    /** The same of a cluster that is not degraded. */
    Observation well() {
        return illness == null
                ? this
                : new Observation(revision, conditions, nodes, endpoints, lastPrimary, null, lastDrill, lastRotation);
    }

    /** The same after nobody could look: what was true then may be so no more. */
    public Observation unseen(Instant at) {
        return unseen("NotLookedAt", "The cluster cannot be looked at now.", at);
    }

    /** The same after nobody could look, for this reason. */
    public Observation unseen(String reason, String message, Instant at) {
        var unknown = conditions.stream()
                .map(condition -> new Condition(condition.type(), Status.UNKNOWN, reason, message, at))
                .toList();
        return new Observation(revision, unknown, nodes, endpoints);
    }

    /** The same with one condition replaced or added. */
    public Observation with(Condition replacement) {
        var others = conditions.stream().filter(condition -> condition.type() != replacement.type());
        return new Observation(
                revision,
                Stream.concat(Stream.of(replacement), others).toList(),
                nodes,
                endpoints,
                lastPrimary,
                illness,
                lastDrill,
                lastRotation);
    }

    /** The same, with the last drill that is known where the cluster runs. */
    public Observation drilled(@Nullable Drill drill) {
        return new Observation(revision, conditions, nodes, endpoints, lastPrimary, illness, drill, lastRotation);
    }

    /** The same, with the last rotation that is known where the cluster runs. */
    public Observation rotated(@Nullable Rotated rotation) {
        return new Observation(revision, conditions, nodes, endpoints, lastPrimary, illness, lastDrill, rotation);
    }
}
