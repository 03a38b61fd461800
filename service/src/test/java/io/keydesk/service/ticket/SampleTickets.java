package io.keydesk.service.ticket;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Preview.SettingChange;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tickets that wait for approval, with something in every part. */
public final class SampleTickets {

    public static final Instant FILED_AT = Instant.parse("2026-11-21T08:00:00.123456Z");

    private static final TimeBasedEpochGenerator UUID_V7 = Generators.timeBasedEpochGenerator();

    private SampleTickets() {}

    public static UUID id() {
        return UUID_V7.generate();
    }

    /** An order of the tenant {@code demo}. */
    public static Ticket order(TicketNumber number, String name) {
        return order(number, SampleTenants.DEMO, name);
    }

    public static Ticket order(TicketNumber number, TenantSlug tenant, String name) {
        var request = new OrderCluster(
                name,
                "session-cache",
                "development",
                "s",
                "local",
                List.of("shop", "checkout"),
                Map.of("maxmemory-policy", "allkeys-lfu", "timeout", "300"));
        return filed(number, tenant, request, new ClusterId(id()));
    }

    public static Ticket settings(TicketNumber number, Cluster cluster) {
        var request = new ChangeSettings(cluster.id(), Map.of("timeout", "60"), List.of("maxmemory-policy"));
        return filed(number, cluster.tenant(), request, cluster.id());
    }

    public static Ticket deletion(TicketNumber number, Cluster cluster) {
        return filed(number, cluster.tenant(), new DeleteCluster(cluster.id()), cluster.id());
    }

    public static Comment comment(Ticket ticket, String text) {
        return new Comment(id(), ticket.id(), "dana", text, FILED_AT);
    }

    /** A question for the newest tickets of all. */
    public static TicketQuery newest(int limit) {
        return new TicketQuery(Optional.empty(), List.of(), null, null, null, limit);
    }

    private static Ticket filed(TicketNumber number, TenantSlug tenant, TicketRequest request, ClusterId cluster) {
        return new Ticket(
                new TicketId(id()),
                number,
                tenant,
                "dana",
                request,
                cluster,
                new AwaitingApproval(1, List.of()),
                preview(request),
                List.of(new Finding("two-people", Finding.Verdict.ASKS, "Somebody must look at it.")),
                List.of(),
                "SHOP-12",
                FILED_AT,
                FILED_AT,
                0);
    }

    private static Preview preview(TicketRequest request) {
        return new Preview(
                request.summary(),
                List.of(
                        new SettingChange("timeout", null, "300", true),
                        new SettingChange("databases", "16", "32", false)),
                List.of(new PlannedObject("process", "node-0", PlannedObject.Action.CREATE)),
                3,
                Duration.ofMillis(1500),
                new Use(10, 2, 1),
                new Use(4096, 1024, -512),
                new BigDecimal("0.00"),
                new BigDecimal("45.50"),
                List.of("Clients reconnect once."));
    }
}
