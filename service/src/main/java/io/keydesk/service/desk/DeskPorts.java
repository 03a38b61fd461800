package io.keydesk.service.desk;

import io.keydesk.service.approval.ApprovalPolicies;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.tenant.Tenants;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.work.IdempotencyKeys;
import io.keydesk.service.work.ReconcileQueue;
import io.keydesk.service.work.TicketQueue;
import io.keydesk.service.work.Transactions;
import java.time.Clock;

/** What the use cases work with. */
public record DeskPorts(
        Transactions transactions,
        Tickets tickets,
        Clusters clusters,
        Tenants tenants,
        Timeline timeline,
        IdempotencyKeys keys,
        ReconcileQueue queue,
        TicketQueue schedule,
        Regions regions,
        Catalogue catalogue,
        ApprovalPolicies policies,
        DeletionGrace grace,
        Clock clock) {}
