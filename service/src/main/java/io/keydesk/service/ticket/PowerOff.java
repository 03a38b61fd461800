package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.List;
import java.util.Optional;

/** Ends all that runs of a cluster, and keeps the rest: it comes back by {@link PowerOn}. */
public record PowerOff(ClusterId clusterId) implements TicketRequest {

    @Override
    public String kind() {
        return "power-off";
    }

    @Override
    public PowerOff canonical(Offer offer) {
        return this;
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        return List.of();
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.of(clusterId);
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        return current.orElseThrow().asPowered(false);
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public String summary() {
        return "Power the cluster off";
    }
}
