package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.work.Transactions;
import java.time.Clock;

/** What the reconciler works with. */
public record ReconcilePorts(
        Transactions transactions,
        Tickets tickets,
        Clusters clusters,
        Timeline timeline,
        Regions regions,
        ReconcileMetrics metrics,
        Clock clock) {}
