package io.keydesk.api.metrics;

import io.keydesk.openapi.body.RequestKind;
import io.keydesk.service.desk.Reading;
import io.keydesk.service.ticket.ServiceLevel;
import io.keydesk.service.ticket.ServiceLevel.Took;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * {@code keydesk_service_level_seconds{kind, level, quantile}}: how long the tickets of all tenants took that were decided in the
 * last 30 days. The database is asked once a minute at most, by whoever reads the metrics; every instance says the same. There
 * is no value for a kind of which no ticket was decided, nor while the database is away.
 */
@Component
class ServiceLevelMeters {

    private static final Logger log = LoggerFactory.getLogger(ServiceLevelMeters.class);

    private static final Duration WINDOW = Duration.ofDays(30);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private record Snapshot(Instant at, List<ServiceLevel> levels) {}

    private final Reading reading;
    private final Clock clock;
    private @Nullable Snapshot last;

    ServiceLevelMeters(MeterRegistry meters, Reading reading, Clock clock) {
        this.reading = reading;
        this.clock = clock;
        for (var kind : RequestKind.values()) {
            register(meters, kind.getValue(), "time-to-decide", ServiceLevel::timeToDecide);
            register(meters, kind.getValue(), "time-to-ready", ServiceLevel::timeToReady);
        }
    }

    private void register(MeterRegistry meters, String kind, String level, Function<ServiceLevel, Took> part) {
        register(meters, kind, level, "0.5", () -> took(kind, part).map(Took::p50));
        register(meters, kind, level, "0.95", () -> took(kind, part).map(Took::p95));
    }

    private static void register(
            MeterRegistry meters, String kind, String level, String quantile, Supplier<Optional<Duration>> value) {
        Gauge.builder(
                        "keydesk.service.level",
                        () -> value.get().map(took -> took.toNanos() / 1e9).orElse(Double.NaN))
                .baseUnit("seconds")
                .description("How long tickets took that were decided in the last 30 days")
                .tags("kind", kind, "level", level, "quantile", quantile)
                .register(meters);
    }

    private Optional<Took> took(String kind, Function<ServiceLevel, Took> part) {
        return levels().stream()
                .filter(level -> level.kind().equals(kind))
                .map(part)
                .findFirst();
    }

    private synchronized List<ServiceLevel> levels() {
        var now = clock.instant();
        var known = last;
        if (known == null || known.at().plus(FRESH).isBefore(now)) {
            known = new Snapshot(now, read(now));
            last = known;
        }
        return known.levels();
    }

    private List<ServiceLevel> read(Instant now) {
        try {
            return reading.serviceLevels(Optional.empty(), now.minus(WINDOW));
        } catch (RuntimeException e) {
            // Whoever asks for something is told that the database is away; metrics go on without these.
            log.atDebug()
                    .setMessage("No service levels for the metrics")
                    .setCause(e)
                    .log();
            return List.of();
        }
    }
}
