package io.keydesk.service.work;

import io.keydesk.service.ticket.TicketId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers when tickets are due, and gives out those that are. */
public final class RecordingTicketQueue implements TicketQueue {

    private final Map<TicketId, Instant> due = new LinkedHashMap<>();

    @Override
    public void due(TicketId ticket, Instant at) {
        due.put(ticket, at);
    }

    public Optional<Instant> dueAt(TicketId ticket) {
        return Optional.ofNullable(due.get(ticket));
    }

    /** Those that are due by now, the earliest first; they are to be told anew if they are to be given out again. */
    public List<TicketId> take(Instant now) {
        var ready = due.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        ready.forEach(due::remove);
        return ready;
    }
}
