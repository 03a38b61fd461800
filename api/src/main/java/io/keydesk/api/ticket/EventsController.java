package io.keydesk.api.ticket;

import io.keydesk.api.http.Bodies;
import io.keydesk.api.http.Page;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.EventPage;
import io.keydesk.service.desk.Reading;
import io.keydesk.service.timeline.Event;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The timeline of a ticket. Two media types on one path: no interface is generated for it. */
@RestController
class EventsController {

    private final Reading reading;
    private final EventStreams streams;
    private final Callers callers;

    EventsController(Reading reading, EventStreams streams, Callers callers) {
        this.reading = reading;
        this.streams = streams;
        this.callers = callers;
    }

    @GetMapping(path = "/v1/tickets/{id}/events", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<EventPage> list(
            @PathVariable String id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        var last = Page.numberAfter(after);
        var read = reading.events(callers.current(), id, last == null ? 0 : last, Page.toRead(limit))
                .orElseThrow(RequestRefused::new);
        return ResponseEntity.ok(Bodies.events(Page.of(read, limit, Event::id)));
    }

    @GetMapping(path = "/v1/tickets/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> stream(
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        var ticket = reading.ticket(callers.current(), id).orElseThrow(RequestRefused::new);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no")
                .body(streams.open(ticket, last(lastEventId)));
    }

    private static long last(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return 0;
        }
        if (!lastEventId.matches("[0-9]{1,18}")) {
            throw RequestRefused.invalid("Last-Event-ID", "Last-Event-ID must be the id of an event of this ticket");
        }
        return Long.parseLong(lastEventId);
    }
}
