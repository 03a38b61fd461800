package io.keydesk.api.metrics;

import io.keydesk.service.provisioning.Regions;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Which regions can be worked in. A region that is away delays its tickets and nothing else: keydesk stays ready. */
@Component
class RegionsHealthIndicator implements HealthIndicator {

    private final Regions regions;

    RegionsHealthIndicator(Regions regions) {
        this.regions = regions;
    }

    @Override
    public Health health() {
        var health = Health.up();
        regions.all().forEach(region -> health.withDetail(region.name(), region.healthy() ? "healthy" : "away"));
        return health.build();
    }
}
