package io.keydesk.service.usage;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.tenant.Tenants;
import io.keydesk.service.work.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tenants with their quotas and their usage, as a caller may see them. */
public final class UsageReading {

    /** What usage is read from. */
    public record Ports(Tenants tenants, Meters meters, Catalogue catalogue, Clock clock) {}

    private final Ports ports;

    public UsageReading(Ports ports) {
        this.ports = ports;
    }

    /** A page of tenants, by slug. */
    public List<Holdings> tenants(Optional<Set<String>> slugs, @Nullable String after, int limit) {
        return ports.tenants().list(slugs, after, limit);
    }

    public Answer<Holdings> tenant(Caller caller, String slug) {
        return TenantSlug.parse(slug)
                .filter(caller::sees)
                .flatMap(ports.tenants()::holdings)
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(new NotFound("There is no tenant %s.".formatted(slug))));
    }

    /** @param month as in {@code 2026-11}; {@code null} for the present one */
    public Answer<TenantUsage> ofTenant(Caller caller, String slug, @Nullable String month) {
        var now = Times.now(ports.clock());
        return tenant(caller, slug)
                .then(holdings -> month(month, now).map(read -> {
                    var clusters = ports.meters().of(holdings.tenant().slug(), read.start(), read.end()).stream()
                            .map(meter -> ClusterUsage.of(meter, read, now, ports.catalogue()))
                            .filter(usage -> !usage.charges().isEmpty())
                            .toList();
                    return new TenantUsage(holdings, read, countedUntil(read, now), clusters);
                }));
    }

    /** What a cluster used in a month; without charges if it had no time in it. */
    public Answer<ClusterUsage> ofCluster(Caller caller, ClusterId id, @Nullable String month) {
        var now = Times.now(ports.clock());
        return ports.meters()
                .of(id)
                .filter(meter -> caller.sees(meter.tenant()))
                .map(meter -> month(month, now).map(read -> ClusterUsage.of(meter, read, now, ports.catalogue())))
                .orElseGet(() -> Answer.refused(new NotFound("There is no cluster %s.".formatted(id))));
    }

    private static Answer<BillingMonth> month(@Nullable String text, Instant now) {
        var present = BillingMonth.of(now);
        if (text == null) {
            return Answer.of(present);
        }
        var read = BillingMonth.parse(text);
        if (read.isEmpty()) {
            return Answer.refused(
                    Invalid.of("month", "month must be a year and a month, such as %s".formatted(present)));
        }
        return read.get().start().isAfter(now)
                ? Answer.refused(
                        Invalid.of("month", "month must not be later than the present one, %s".formatted(present)))
                : Answer.of(read.get());
    }

    private static Instant countedUntil(BillingMonth month, Instant now) {
        return now.isBefore(month.end()) ? now : month.end();
    }
}
