package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.TicketRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to think about before a cluster is deleted.
 *
 * @param grace for how long it goes on after that was approved
 */
record DeletionWarnings(Cluster cluster, Duration grace, Instant now) {

    /** @param dueAt when it is deleted if that is approved now; nothing if at once */
    List<String> of(TicketRequest request, Optional<Instant> dueAt) {
        if (!(request instanceof DeleteCluster)) {
            return List.of();
        }
        var warnings = new ArrayList<String>();
        dueAt.ifPresent(end -> warnings.add(
                "Approved now, at %s, the cluster and its connection go on until %s%s; cancelling the ticket until then takes the deletion back."
                        .formatted(
                                now,
                                end,
                                grace.isZero() ? "" : ", which is %s after the approval or later".formatted(grace))));
        warnings.add(
                "All data of the cluster is lost %s, and its connection stops working: nothing can be read or written any more."
                        .formatted(dueAt.isPresent() ? "after that" : "at once"));
        if (cluster.environment() == Environment.PRODUCTION) {
            warnings.add("This is a production cluster.");
        }
        return warnings;
    }
}
