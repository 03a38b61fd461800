package io.keydesk.api.metrics;

import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.EventListener;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Logs what happens, once. What people wrote is kept for those who may read the timeline. */
@Component
class TimelineLog implements EventListener {

    private static final Logger log = LoggerFactory.getLogger(TimelineLog.class);
    private static final Set<String> DETAILS = Set.of("progress", "condition-changed", "comment-added");

    @Override
    public void on(Event event) {
        if (DETAILS.contains(event.type())) {
            return;
        }
        log.atInfo()
                .setMessage(event.type())
                .addKeyValue("tenant", event.tenant())
                .addKeyValue("subject", subject(event))
                .addKeyValue("by", event.actor())
                .addKeyValue("what", event.actor().equals(Event.KEYDESK) ? event.message() : event.to())
                .log();
    }

    private static String subject(Event event) {
        return event.ticket() == null ? "cluster " + event.cluster() : "ticket " + event.ticket();
    }
}
