package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.answer.Refusal.KeyReused;
import io.keydesk.service.work.ConcurrentChange;
import io.keydesk.service.work.IdempotencyKeys.Use;
import io.keydesk.service.work.Times;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Does work in one transaction with its idempotency key, so that both are kept or neither. */
public final class Once {

    private final DeskPorts ports;

    public Once(DeskPorts ports) {
        this.ports = ports;
    }

    /**
     * @param replay gives what the same request led to before, by the id under which it was kept
     * @param id of what the work gives
     */
    public <T> Answer<T> run(
            Caller caller,
            Optional<IdempotencyKey> key,
            Function<UUID, Answer<T>> replay,
            Function<T, UUID> id,
            Supplier<Answer<T>> work) {
        Supplier<Answer<T>> whole =
                () -> key.map(given -> keyed(caller, given, replay, id, work)).orElseGet(work);
        return twice(whole);
    }

    /** Once more if another caller was faster: what he has taken is seen then, and refused in words. */
    <T> T twice(Supplier<T> work) {
        try {
            return ports.transactions().inTransaction(work);
        } catch (ConcurrentChange e) {
            return ports.transactions().inTransaction(work);
        }
    }

    /** What the same request led to before, if it came before: to be asked first, where rules depend on what has changed. */
    public <T> Optional<Answer<T>> replayed(
            Caller caller, Optional<IdempotencyKey> key, Function<UUID, Answer<T>> replay) {
        return key.flatMap(given ->
                ports.keys().find(caller.name(), given.value()).map(earlier -> replayed(given, earlier, replay)));
    }

    /** Keeps the key of a request whose parts are done one by one under keys of their own; refused with another request. */
    Answer<Optional<IdempotencyKey>> begun(Caller caller, Optional<IdempotencyKey> key) {
        return run(caller, key, _ -> Answer.of(key), _ -> Ids.next(), () -> Answer.of(key));
    }

    private <T> Answer<T> keyed(
            Caller caller,
            IdempotencyKey key,
            Function<UUID, Answer<T>> replay,
            Function<T, UUID> id,
            Supplier<Answer<T>> work) {
        var earlier = ports.keys().claim(caller.name(), key.value(), key.fingerprint(), Times.now(ports.clock()));
        if (earlier.isPresent()) {
            return replayed(key, earlier.get(), replay);
        }
        var answer = work.get();
        switch (answer) {
            case Given<T>(T value) -> ports.keys().settle(caller.name(), key.value(), id.apply(value));
            case Refused<T> _ -> ports.keys().release(caller.name(), key.value());
        }
        return answer;
    }

    private static <T> Answer<T> replayed(IdempotencyKey key, Use earlier, Function<UUID, Answer<T>> replay) {
        var resource = earlier.resource();
        return resource == null || !earlier.fingerprint().equals(key.fingerprint())
                ? Answer.refused(
                        new KeyReused(
                                "This Idempotency-Key was used for another request within the last 24 hours: choose a new one."))
                : replay.apply(resource);
    }
}
