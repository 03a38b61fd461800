package io.keydesk.api.ticket;

import io.keydesk.api.http.Bodies;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.RequestKind;
import io.keydesk.openapi.body.ServiceLevel;
import io.keydesk.openapi.body.ServiceLevelList;
import io.keydesk.openapi.body.TimeTaken;
import io.keydesk.openapi.http.ServiceLevelsApi;
import io.keydesk.service.desk.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ServiceLevelsController implements ServiceLevelsApi {

    private static final Duration ORDINARY = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Reading reading;
    private final Callers callers;
    private final Clock clock;

    ServiceLevelsController(Reading reading, Callers callers, Clock clock) {
        this.reading = reading;
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public ResponseEntity<ServiceLevelList> listServiceLevels(@Nullable OffsetDateTime since, @Nullable String tenant) {
        var now = clock.instant();
        var from = since == null ? now.minus(ORDINARY) : since.toInstant();
        if (from.isAfter(now) || from.isBefore(now.minus(LONGEST))) {
            throw RequestRefused.invalid(
                    "since", "since must lie in the past, %d days at most".formatted(LONGEST.toDays()));
        }
        var levels = reading.serviceLevels(callers.tenants(callers.current(), tenant), from);
        return ResponseEntity.ok(ServiceLevelList.builder()
                .since(Bodies.utc(from))
                .items(levels.stream()
                        .map(level -> ServiceLevel.builder()
                                .kind(RequestKind.fromValue(level.kind()))
                                .decidedAtOnce(level.decidedAtOnce())
                                .timeToDecide(body(level.timeToDecide()))
                                .timeToReady(body(level.timeToReady()))
                                .build())
                        .toList())
                .build());
    }

    private static TimeTaken body(io.keydesk.service.ticket.ServiceLevel.Took took) {
        return TimeTaken.builder()
                .count(took.count())
                .p50(took.p50() == null ? null : took.p50().toString())
                .p95(took.p95() == null ? null : took.p95().toString())
                .build();
    }
}
