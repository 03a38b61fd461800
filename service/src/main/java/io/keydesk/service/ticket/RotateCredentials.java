package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks for new passwords of a cluster: of the application, of replicas and of Sentinels.
 *
 * @param overlap for how long the application's password before works beside the new one, in ISO 8601; empty for
 *     {@link #USUAL}
 * @param closeOldConnections whether the application's connections are closed at the end of the overlap
 */
public record RotateCredentials(ClusterId clusterId, String overlap, boolean closeOldConnections)
        implements TicketRequest {

    static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(7);

    @Override
    public String kind() {
        return "rotate-credentials";
    }

    @Override
    public RotateCredentials canonical(Offer offer) {
        return new RotateCredentials(clusterId, overlapOrThrow().toString(), closeOldConnections);
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        return parsed().isPresent()
                ? List.of()
                : List.of(
                        new FieldError(
                                "overlap",
                                "overlap must be a duration of whole seconds from PT0S to PT168H (ISO 8601), such as PT24H, which is what it is if left out"));
    }

    /** @throws IllegalStateException unless {@link #errors} finds none */
    public Duration overlapOrThrow() {
        return parsed().orElseThrow(() -> new IllegalStateException("the overlap is none"));
    }

    private Optional<Duration> parsed() {
        if (overlap.isEmpty()) {
            return Optional.of(USUAL);
        }
        try {
            return Optional.of(Duration.parse(overlap))
                    .filter(length -> !length.isNegative() && length.compareTo(LONGEST) <= 0 && length.getNano() == 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.of(clusterId);
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        return current.orElseThrow().withRotation(overlapOrThrow(), closeOldConnections);
    }

    /** Never: who has read the new password would be locked out. */
    @Override
    public boolean canBeUndone() {
        return false;
    }

    @Override
    public String summary() {
        return overlapOrThrow().isZero()
                ? "Rotate the credentials; the old password ends at once"
                : "Rotate the credentials; the old password works for %s beside the new one"
                        .formatted(overlapOrThrow());
    }
}
