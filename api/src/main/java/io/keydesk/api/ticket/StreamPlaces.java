package io.keydesk.api.ticket;

import io.keydesk.api.problem.RequestRefused;
import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Refusal;
import java.util.HashMap;
import java.util.Map;

/** How many streams are open, and whose they are. */
final class StreamPlaces {

    private final StreamProperties limits;
    private final Map<String, Integer> taken = new HashMap<>();
    private int open;

    StreamPlaces(StreamProperties limits) {
        this.limits = limits;
    }

    synchronized int open() {
        return open;
    }

    /** Takes a place, or refuses. */
    synchronized void take(Caller caller) {
        if (taken.getOrDefault(caller.name(), 0) >= limits.mostPerCaller()) {
            throw new RequestRefused(new Refusal.TooMany(
                    "You have %d event streams open, and may have no more: close some, or read the events as JSON."
                            .formatted(limits.mostPerCaller())));
        }
        if (open >= limits.most()) {
            throw new RequestRefused(new Refusal.Unavailable(
                    "This keydesk has %d event streams open, and can have no more: try again later, or read the events as JSON."
                            .formatted(limits.most())));
        }
        taken.merge(caller.name(), 1, Integer::sum);
        open++;
    }

    /** Gives one place back. */
    synchronized void leave(Caller caller) {
        taken.computeIfPresent(caller.name(), (_, count) -> count == 1 ? null : count - 1);
        open--;
    }
}
