package io.keydesk.service.approval;

import io.keydesk.service.access.Caller;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.TicketRequest;

/**
 * What a policy looks at.
 *
 * @param environment of the cluster that the request concerns, or will make
 */
public record Case(TicketRequest request, Environment environment, Preview preview, Tenant tenant, Caller requester) {}
