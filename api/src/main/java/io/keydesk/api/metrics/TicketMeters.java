package io.keydesk.api.metrics;

import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.EventListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * What happens to tickets: {@code keydesk_ticket_events_total{kind, type}}, and how long people and provisioning took:
 * {@code keydesk_ticket_time_to_approve_seconds{kind}} from filing, {@code keydesk_ticket_time_to_ready_seconds{kind}}
 * from approval. Each event is counted by the instance that passes it on.
 */
@Component
class TicketMeters implements EventListener {

    private final MeterRegistry meters;

    TicketMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void on(Event event) {
        var kind = event.kind();
        if (kind == null || !event.type().startsWith("ticket-")) {
            return;
        }
        meters.counter("keydesk.ticket.events", "kind", kind, "type", event.type())
                .increment();
        var took = event.took();
        if (took == null) {
            return;
        }
        switch (event.type()) {
            case "ticket-approved" ->
                meters.timer("keydesk.ticket.time.to.approve", "kind", kind).record(took);
            case "ticket-fulfilled" ->
                meters.timer("keydesk.ticket.time.to.ready", "kind", kind).record(took);
            default -> {}
        }
    }
}
