package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for another size of a cluster. */
public record ChangePlan(ClusterId clusterId, String plan) implements TicketRequest {

    @Override
    public String kind() {
        return "change-plan";
    }

    @Override
    public ChangePlan canonical(Offer offer) {
        return this;
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        var target = offer.target().orElseThrow();
        var wanted = offer.catalogue().plan(plan);
        if (wanted.isEmpty()) {
            return List.of(new FieldError("plan", "plan must be one of " + offer.planNames()));
        }
        if (plan.equals(target.state().plan())) {
            return List.of(new FieldError(
                    "plan", "plan must be another one than %s, which the cluster has already".formatted(plan)));
        }
        var errors = new ArrayList<FieldError>();
        var room = new Room(offer.catalogue(), target);
        room.tooSmall(wanted.get()).ifPresent(message -> errors.add(new FieldError("plan", message)));
        room.tooFewCpus(wanted.get()).ifPresent(message -> errors.add(new FieldError("plan", message)));
        return errors;
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.of(clusterId);
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        return current.orElseThrow().withPlan(plan);
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public String summary() {
        return "Change to plan " + plan;
    }
}
