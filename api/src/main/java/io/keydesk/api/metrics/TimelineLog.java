package io.keydesk.api.metrics;

import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.EventListener;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Logs what happens, once, without what people wrote: the timeline keeps that for those who may read it. */
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
                .addKeyValue("to", event.to() == null ? "" : event.to())
                .addKeyValue("by", event.actor())
                .log();
    }

    private static String subject(Event event) {
        return event.ticket() == null ? "cluster " + event.cluster() : "ticket " + event.ticket();
    }
}
