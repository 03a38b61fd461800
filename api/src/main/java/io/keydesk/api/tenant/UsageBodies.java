package io.keydesk.api.tenant;

import io.keydesk.api.http.Bodies;
import io.keydesk.api.http.Page;
import io.keydesk.openapi.body.ClusterUsage;
import io.keydesk.openapi.body.EnvironmentUsage;
import io.keydesk.openapi.body.Money;
import io.keydesk.openapi.body.TenantUsage;
import io.keydesk.openapi.body.UsageSpan;
import io.keydesk.openapi.body.UsageTotal;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.usage.Bill;
import io.keydesk.service.usage.Charge;
import io.keydesk.service.usage.UsedMemory;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Component;

/** Usage as callers get it. */
@Component
class UsageBodies {

    private final TenantBodies tenants;

    UsageBodies(TenantBodies tenants) {
        this.tenants = tenants;
    }

    TenantUsage body(io.keydesk.service.usage.TenantUsage usage, Page<io.keydesk.service.usage.ClusterUsage> page) {
        return TenantUsage.builder()
                .tenant(usage.holdings().tenant().slug().value())
                .month(usage.month().toString())
                .from(Bodies.utc(usage.month().start()))
                .to(Bodies.utc(usage.month().end()))
                .countedUntil(Bodies.utc(usage.at()))
                .total(total(usage.clusters()))
                .environments(usage.byEnvironment().entrySet().stream()
                        .map(entry -> EnvironmentUsage.builder()
                                .environment(entry.getKey().label())
                                .total(total(entry.getValue()))
                                .build())
                        .toList())
                .quota(tenants.quota(usage.holdings()))
                .items(page.map(this::body))
                .next(page.next())
                .build();
    }

    ClusterUsage body(io.keydesk.service.usage.ClusterUsage usage) {
        var meter = usage.meter();
        return ClusterUsage.builder()
                .clusterId(meter.cluster().value())
                .name(meter.name())
                .environment(meter.environment().label())
                .month(usage.month().toString())
                .plan(usage.plan().name())
                .memoryBytes(usage.plan().memoryBytes())
                .usedMemoryBytes(meter.usedMemoryBytes())
                .running(usage.runs())
                .spans(usage.charges().stream().map(UsageBodies::span).toList())
                .hours(usage.bill().hours())
                .hoursOff(usage.bill().hoursOff())
                .costToDate(money(usage.bill().costToDate()))
                .forecast(money(usage.bill().forecast()))
                .build();
    }

    private static UsageTotal total(List<io.keydesk.service.usage.ClusterUsage> clusters) {
        var bill = Bill.total(clusters);
        var memory = UsedMemory.of(clusters);
        return UsageTotal.builder()
                .clusters(clusters.size())
                .hours(bill.hours())
                .hoursOff(bill.hoursOff())
                .costToDate(money(bill.costToDate()))
                .forecast(money(bill.forecast()))
                .running(memory.running())
                .usedMemoryBytes(memory.bytes())
                .usedMemoryKnownOf(memory.known())
                .build();
    }

    private static UsageSpan span(Charge charge) {
        return UsageSpan.builder()
                .from(Bodies.utc(charge.span().from()))
                .to(Bodies.utc(charge.span().to()))
                .plan(charge.span().plan())
                .powered(charge.span().powered())
                .hours(charge.hours())
                .cost(money(charge.cost()))
                .build();
    }

    private static Money money(BigDecimal amount) {
        return Money.builder().currency(Catalogue.CURRENCY).amount(amount).build();
    }
}
