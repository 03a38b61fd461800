package io.keydesk.service.timeline;

/** Hears of every committed event at least once, in any order between tickets. */
public interface EventListener {

    /** Throws if it should be told again later. */
    void on(Event event);
}
