package io.keydesk.persistence.timeline;

import io.keydesk.persistence.sql.Outage;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.service.crash.CrashPoint;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.EventListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Passes committed events to every listener, and tells all of them again when one throws. Each instance runs one; an event
 * is with one of them at a time. Listeners are called outside any transaction.
 */
public final class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private static final int BATCH = 200;

    /** How soon one instance notices what another wrote, or what is due again. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Events that come close together are passed on together: each batch is two transactions. */
    private static final Duration GATHERING = Duration.ofMillis(50);

    private final Outbox outbox;
    private final Supplier<List<EventListener>> listeners;
    private final Signal filled;
    private final Outage outage;
    private final Signal stopped = new Signal();

    private volatile boolean running;
    private @Nullable Thread thread;

    /**
     * @param listeners asked for at every batch, so that they may depend on what depends on this
     * @param filled raised when there is something to pass on
     */
    public OutboxRelay(JdbcClient jdbc, Supplier<List<EventListener>> listeners, Signal filled, Outage outage) {
        this.outbox = new Outbox(jdbc);
        this.outage = outage;
        this.listeners = listeners;
        this.filled = filled;
    }

    /** Passes on what is due now, one batch of it, and says whether there may be more. */
    boolean relay() {
        var events = outbox.take(BATCH);
        if (!events.isEmpty()) {
            CrashPoint.EVENTS_TAKEN.reached();
        }
        var heard = new ArrayList<Event>();
        var unheard = new ArrayList<Event>();
        var hearers = listeners.get();
        for (var event : events) {
            (tell(event, hearers) ? heard : unheard).add(event);
        }
        if (!heard.isEmpty()) {
            CrashPoint.EVENTS_TOLD.reached();
        }
        outbox.done(heard);
        outbox.again(unheard);
        return events.size() == BATCH;
    }

    private static boolean tell(Event event, List<EventListener> listeners) {
        try {
            listeners.forEach(listener -> listener.on(event));
            return true;
        } catch (RuntimeException e) {
            log.atWarn()
                    .setMessage("A listener failed; it will be told again")
                    .addKeyValue("event", event.id())
                    .addKeyValue("type", event.type())
                    .setCause(e)
                    .log();
            return false;
        }
    }

    private void run() {
        boolean failing = false;
        while (running) {
            var question = outage.ask();
            try {
                boolean more = relay();
                failing = false;
                if (!more) {
                    filled.await(INTERVAL);
                    stopped.await(GATHERING);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Outage.isOne(e)) {
                    question.failed(e);
                } else if (!failing) {
                    log.atWarn()
                            .setMessage("Events cannot be passed on now; tried again every second")
                            .setCause(e)
                            .log();
                }
                failing = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            filled.await(INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        filled.raise();
        stopped.raise();
        var current = thread;
        if (current != null) {
            try {
                current.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
