package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.List;
import java.util.Optional;

/** Brings a cluster back that was powered off, with what it has kept. */
public record PowerOn(ClusterId clusterId) implements TicketRequest {

    @Override
    public String kind() {
        return "power-on";
    }

    @Override
    public PowerOn canonical(Offer offer) {
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
        return current.orElseThrow().asPowered(true);
    }

    @Override
    public boolean suitsPoweredOff() {
        return true;
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public String summary() {
        return "Power the cluster on";
    }
}
