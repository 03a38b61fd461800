package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.List;
import java.util.Optional;

/** Gives a cluster back, with all that is in it. */
public record DeleteCluster(ClusterId clusterId) implements TicketRequest {

    @Override
    public String kind() {
        return "delete-cluster";
    }

    @Override
    public DeleteCluster canonical(Offer offer) {
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
        return current.orElseThrow().asDeleted();
    }

    @Override
    public boolean suitsPoweredOff() {
        return true;
    }

    @Override
    public boolean canBeUndone() {
        return false;
    }

    @Override
    public String summary() {
        return "Delete the cluster and all its data";
    }
}
