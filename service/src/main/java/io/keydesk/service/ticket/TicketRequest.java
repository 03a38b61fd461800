package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a ticket asks for. A kind is one record here: it finds what is wrong with itself and knows its effect on the desired
 * state; wherever more must be known of it, a switch without {@code default} will not compile.
 */
public sealed interface TicketRequest
        permits OrderCluster,
                ChangeSettings,
                ChangePlan,
                ChangeAccess,
                UpgradeVersion,
                RollBack,
                PowerOff,
                PowerOn,
                FailOver,
                RotateCredentials,
                DeleteCluster {

    /** In kebab-case, as callers see it. */
    String kind();

    /** The same request with values in their canonical form, where {@link #errors} finds none. */
    TicketRequest canonical(Offer offer);

    /** Every value that breaks a rule, with fields named as in the JSON of the request. */
    List<FieldError> errors(Offer offer);

    /** The cluster it concerns; nothing for one that is yet to be made. */
    Optional<ClusterId> cluster();

    /** The desired state once this is carried out on {@code current}, which is nothing for a new cluster. */
    DesiredState effectOn(Optional<DesiredState> current, Offer offer);

    /** Whether it can be carried out on a cluster that is powered off: what only applies to what runs cannot. */
    default boolean suitsPoweredOff() {
        return false;
    }

    /** Whether work that has begun can be taken back. */
    boolean canBeUndone();

    /** One sentence for people, without the tenant. */
    String summary();

    /** Settings that it names, by their names; empty for kinds that name none. */
    default Map<String, Object> namedSettings() {
        return Map.of();
    }
}
