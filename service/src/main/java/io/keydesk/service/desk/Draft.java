package io.keydesk.service.desk;

import io.keydesk.service.approval.Case;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.TicketRequest;
import java.util.Optional;

/**
 * A request that breaks no rule, with what it would change.
 *
 * @param request in canonical form
 * @param cluster that it concerns; nothing for a new one
 * @param matter for the policies
 */
record Draft(TicketRequest request, Optional<Cluster> cluster, Case matter) {

    Preview preview() {
        return matter.preview();
    }
}
