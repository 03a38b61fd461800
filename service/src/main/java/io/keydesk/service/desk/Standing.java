package io.keydesk.service.desk;

import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.TicketRequest;
import java.time.Instant;
import java.util.Optional;

/** Whether a cluster is in a state in which a request can be carried out. */
record Standing(Cluster cluster) {

    /** That a cluster is deleted, or is being deleted, and by which ticket. */
    static WrongState gone(Cluster cluster) {
        return new WrongState("Cluster %s is %s (ticket %s)."
                .formatted(
                        cluster.name(),
                        cluster.phase().label(),
                        cluster.desired().ticketNumber()));
    }

    /** Why it cannot be now; nothing if it can. */
    Optional<WrongState> obstacleTo(TicketRequest request) {
        return lastingObstacleTo(request).or(() -> notYet(request));
    }

    /** Why it cannot be, whatever the work that is under way on the cluster comes to. */
    Optional<WrongState> lastingObstacleTo(TicketRequest request) {
        boolean off = cluster.desired().state().poweredOff();
        if (cluster.deletionProtection() && (request instanceof DeleteCluster || request instanceof PowerOff)) {
            return refused(
                    "is protected from deletion: take the protection away with DELETE /v1/clusters/{id}/deletion-protection first");
        }
        if (request instanceof PowerOn) {
            return off ? Optional.empty() : refused("is on already: nothing would change");
        }
        if (request instanceof PowerOff && off) {
            return refused("is off already: nothing would change");
        }
        if (off && !request.suitsPoweredOff()) {
            return refused("is off: file a power-on first, and this once it is ready");
        }
        return request instanceof RotateCredentials ? rotationUnderWay() : Optional.empty();
    }

    private Optional<WrongState> notYet(TicketRequest request) {
        if (request instanceof PowerOff && cluster.readyAt() == null) {
            return refused("is %s and was never ready: cancel its order, or delete it"
                    .formatted(cluster.phase().label()));
        }
        if (request instanceof RotateCredentials && cluster.readyAt() == null) {
            return refused("is %s and was never ready: file it once the cluster is ready"
                    .formatted(cluster.phase().label()));
        }
        return request instanceof FailOver && cluster.phase() != Phase.READY
                ? refused("is %s%s, and a drill needs one that is well: file it once the cluster is ready"
                        .formatted(cluster.phase().label(), symptom()))
                : Optional.empty();
    }

    private Optional<WrongState> rotationUnderWay() {
        var last = cluster.observed().lastRotation();
        int wanted = cluster.desired().state().generation();
        if ((last == null ? 1 : last.generation()) < wanted) {
            return refused(
                    "is being given new passwords already (ticket %s, and its events tell how far that is): file another rotation once the old ones have ended"
                            .formatted(cluster.desired().ticketNumber()));
        }
        return last == null ? Optional.empty() : last.end().flatMap(end -> refused(overlap(last, end)));
    }

    private static String overlap(Rotated last, Instant end) {
        return last.oldUntil() == null
                ? "was given new passwords at %s, and replicas and Sentinels are let in with those before until %s: file another rotation after that"
                        .formatted(last.at(), end)
                : "was given a new password at %s, and the one before works until %s: file another rotation after that"
                        .formatted(last.at(), end);
    }

    /** The first condition that does not hold. */
    private String symptom() {
        return cluster.observed().conditions().stream()
                .filter(condition -> !condition.holds())
                .findFirst()
                .map(Standing::words)
                .orElse("");
    }

    private static String words(Condition condition) {
        var message = condition.message();
        return " (%s, %s: %s)"
                .formatted(
                        condition.type().label(),
                        condition.reason(),
                        message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
    }

    private Optional<WrongState> refused(String why) {
        return Optional.of(new WrongState("Cluster %s %s.".formatted(cluster.name(), why)));
    }
}
