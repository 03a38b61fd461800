package io.keydesk.service.ticket;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Preview.AccessChange;
import io.keydesk.service.ticket.Preview.PlanChange;
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
    public static Ticket order(String name) {
        return order(SampleTenants.DEMO, name);
    }

    /** As it was stored. */
    public static Ticket order(TicketNumber number, String name) {
        return order(name).numbered(number);
    }

    public static Ticket order(TenantSlug tenant, String name) {
        return order(tenant, name, "development");
    }

    public static Ticket order(TenantSlug tenant, String name, String environment) {
        var request = new OrderCluster(
                name,
                "session-cache",
                environment,
                "s",
                "local",
                List.of("shop", "checkout"),
                Map.of("maxmemory-policy", "allkeys-lfu", "timeout", "300"));
        return filed(tenant, request, new ClusterId(id()));
    }

    public static Ticket settings(Cluster cluster) {
        var request = new ChangeSettings(cluster.id(), Map.of("timeout", "60"), List.of("maxmemory-policy"));
        return filed(cluster.tenant(), request, cluster.id());
    }

    public static Ticket deletion(Cluster cluster) {
        return filed(cluster.tenant(), new DeleteCluster(cluster.id()), cluster.id());
    }

    /** A request of any kind for a cluster that is there. */
    public static Ticket of(Cluster cluster, TicketRequest request) {
        return filed(cluster.tenant(), request, cluster.id());
    }

    public static Comment comment(Ticket ticket, String text) {
        return new Comment(id(), ticket.id(), "dana", text, FILED_AT);
    }

    /** A question for the newest tickets of all. */
    public static TicketQuery newest(int limit) {
        return new TicketQuery(Optional.empty(), List.of(), null, null, null, limit);
    }

    private static Ticket filed(TenantSlug tenant, TicketRequest request, ClusterId cluster) {
        return new Ticket(
                new TicketId(id()),
                TicketNumber.NONE,
                tenant,
                "dana",
                request,
                cluster,
                When.NOW,
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
                new PlanChange("s", "m", 1024, 4096),
                new AccessChange(List.of("checkout"), List.of("shop", "web")),
                List.of(new PlannedObject("process", "node-0", PlannedObject.Action.CREATE)),
                3,
                Duration.ofMillis(1500),
                new Use(10, 2, 1),
                new Use(4096, 1024, -512),
                new BigDecimal("0.00"),
                new BigDecimal("45.50"),
                List.of("Clients reconnect once."),
                1,
                null,
                FILED_AT.plusSeconds(3600));
    }
}
