package io.keydesk.service.cluster;

import io.keydesk.service.cluster.Condition.Type;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a degraded cluster suffers from.
 *
 * @param since when it was seen to be degraded
 * @param suffered every condition that did not hold at some time since
 */
public record Illness(Instant since, List<Type> suffered) {

    public Illness {
        suffered = List.copyOf(suffered);
    }

    static Illness of(Observation seen, Instant at) {
        return new Illness(at, List.of()).andNow(seen);
    }

    Illness andNow(Observation seen) {
        var now = seen.conditions().stream()
                .filter(condition -> condition.status() == Condition.Status.FALSE)
                .map(Condition::type);
        return new Illness(
                since, Stream.concat(suffered.stream(), now).distinct().sorted().toList());
    }
}
