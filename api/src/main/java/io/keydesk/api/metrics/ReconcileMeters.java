package io.keydesk.api.metrics;

import io.keydesk.service.reconcile.ReconcileMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** {@code keydesk_reconcile_steps_seconds{region, outcome}}: how many steps, and how long they took. */
@Component
class ReconcileMeters implements ReconcileMetrics {

    private final MeterRegistry meters;

    ReconcileMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void looked(String region, String outcome, Duration took) {
        meters.timer("keydesk.reconcile.steps", "region", region, "outcome", outcome)
                .record(took);
        if (outcome.equals("failed")) {
            meters.counter("keydesk.reconcile.failures", "region", region).increment();
        }
    }
}
