package io.keydesk.persistence.timeline;

import io.keydesk.service.timeline.Event;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events that not every listener has heard yet. Whoever takes some has them for a minute; if nothing is said of them until
 * then, because the instance died, they are due again. All times are the database's.
 */
final class Outbox {

    private final JdbcClient jdbc;

    Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to {@code limit} events that are due, oldest first. */
    List<Event> take(int limit) {
        return jdbc.sql("""
                with due as (
                    select event from outbox where next_at <= now() order by next_at, event limit :limit
                    for update skip locked),
                taken as (
                    update outbox set attempts = attempts + 1, next_at = now() + interval '1 minute'
                    from due where outbox.event = due.event
                    returning outbox.event)
                select e.* from taken join events e on e.id = taken.event order by e.id
                """).param("limit", limit).query(EventRows::event).list();
    }

    /** All listeners have heard of these. */
    void done(List<Event> events) {
        if (!events.isEmpty()) {
            jdbc.sql("delete from outbox where event = any (:events)")
                    .param("events", ids(events))
                    .update();
        }
    }

    /** Makes these due again: a second after the first attempt, twice as long after each, five minutes at most. */
    void again(List<Event> events) {
        if (!events.isEmpty()) {
            jdbc.sql("""
                    update outbox
                    set next_at = now() + least(interval '5 minutes', interval '1 second' * 2 ^ least(attempts - 1, 10))
                    where event = any (:events)
                    """).param("events", ids(events)).update();
        }
    }

    /** As one parameter: a list would be another statement for every length. */
    private static Long[] ids(List<Event> events) {
        return events.stream().map(Event::id).toArray(Long[]::new);
    }
}
