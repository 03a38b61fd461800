package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.provisioning.Region;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks that a cluster becomes what it was: its plan, namespaces and settings, in a new revision.
 *
 * @param revision the number of an earlier revision
 */
public record RollBack(ClusterId clusterId, int revision) implements TicketRequest {

    @Override
    public String kind() {
        return "roll-back";
    }

    @Override
    public RollBack canonical(Offer offer) {
        return this;
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        var target = offer.target().orElseThrow();
        int current = target.cluster().desired().number();
        if (revision == current) {
            return List.of(
                    error("revision must be an earlier one than %d, which is the current one".formatted(current)));
        }
        var earlier = found(target);
        if (earlier.isEmpty()) {
            return List.of(error(
                    "revision must be an earlier one of the cluster; GET /v1/clusters/{id}/revisions lists them"));
        }
        var state = earlier.get().state();
        return older(state, offer, target).isEmpty()
                        && target.state().backTo(state).equals(target.state())
                ? List.of(error("revision %d is what the cluster is now: nothing would change".formatted(revision)))
                : obstacles(state, offer, target)
                        .map(obstacle -> error("revision %d cannot run any more: %s".formatted(revision, obstacle)))
                        .toList();
    }

    /** Why the state of old is none for today. */
    private static Stream<String> obstacles(DesiredState state, Offer offer, Offer.Target target) {
        var plan = offer.catalogue().plan(state.plan());
        var older = older(state, offer, target);
        if (older.isPresent()) {
            return older.stream();
        }
        var problems = Stream.of(
                offer.settingErrors(state.settings(), target.region(), plan),
                offer.namespaceErrors(state.namespaces(), target.region()));
        return Stream.concat(
                plan.isEmpty()
                        ? Stream.of(
                                "plan %s is no longer offered: file a change-plan, change-settings or change-access for what you want of it"
                                        .formatted(state.plan()))
                        : new Room(offer.catalogue(), target).tooSmall(plan.get()).stream(),
                problems.flatMap(List::stream).map(FieldError::message));
    }

    /** That it would take an older server; nothing also where nobody knows what the region runs. */
    private static Optional<String> older(DesiredState state, Offer offer, Offer.Target target) {
        var now = target.region().map(Region::engine);
        var then = offer.region(target.cluster().region())
                .map(region -> region.running(state.version()))
                .map(Region::engine);
        return now.isPresent()
                        && then.isPresent()
                        && now.get().parsed().isNewerThan(then.get().parsed())
                ? Optional.of(
                        "it ran version %s, and the cluster runs %s by now, whose data an older server cannot read; file a change-plan, change-settings or change-access for what else you want of it"
                                .formatted(then.get().version(), now.get().version()))
                : Optional.empty();
    }

    private static FieldError error(String message) {
        return new FieldError("revision", message);
    }

    private Optional<Revision> found(Offer.Target target) {
        return revision < 1 ? Optional.empty() : target.history().revision(revision);
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.of(clusterId);
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        var earlier = found(offer.target().orElseThrow()).orElseThrow();
        return current.orElseThrow().backTo(earlier.state());
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public String summary() {
        return "Roll back to revision " + revision;
    }
}
