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
import org.springframework.http.HttpMethod;
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
            HttpMethod method,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        var caller = callers.current();
        long last = last(lastEventId);
        var ticket = (last == 0 ? reading.ticket(caller, id) : reading.ticketOf(caller, id, last))
                .orElseThrow(RequestRefused::new);
        var answer = ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no");
        // Whoever asks for the head only would wait for the end of the stream.
        return method == HttpMethod.HEAD ? answer.build() : answer.body(streams.open(caller, ticket, last));
    }

    private static long last(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return 0;
        }
        if (!lastEventId.matches("[1-9][0-9]{0,17}")) {
            throw new RequestRefused(Reading.NO_EVENT_OF_TICKET);
        }
        return Long.parseLong(lastEventId);
    }
}
