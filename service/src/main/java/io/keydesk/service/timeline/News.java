package io.keydesk.service.timeline;

import java.util.List;

/**
 * What was committed on tickets between two marks.
 *
 * @param events those of one ticket oldest first
 * @param until where to go on
 */
public record News(List<Event> events, Mark until) {
    public News {
        events = List.copyOf(events);
    }
}
