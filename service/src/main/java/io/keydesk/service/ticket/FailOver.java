package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.List;
import java.util.Optional;

/** A drill: has another node become the primary, and measures what that costs those who write. */
public record FailOver(ClusterId clusterId) implements TicketRequest {

    @Override
    public String kind() {
        return "fail-over";
    }

    @Override
    public FailOver canonical(Offer offer) {
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
        return current.orElseThrow().asDrill();
    }

    @Override
    public boolean canBeUndone() {
        return false;
    }

    @Override
    public String summary() {
        return "Fail over to another node, as a drill";
    }
}
