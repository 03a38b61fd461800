package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.api.HttpDesk;
import io.keydesk.api.HttpDesk.Reply;
import io.keydesk.service.crash.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A caller whose keydesk dies on the way. It does what the contract asks of callers, and no more: whatever got no answer is
 * sent again with the same idempotency key, to the keydesk that was started in place of the dead one.
 */
final class MortalDesk implements AutoCloseable {

    private static final Duration LONGEST_WORK = Duration.ofSeconds(120);

    /** As in production, but who is dead is found out sooner. */
    private static final String QUICKLY = "--keydesk.jobs.heartbeat=500ms";

    private final QuickStart start;
    private final Path home;
    private final Path trap;
    private final String[] arguments;
    private KeydeskProcess keydesk;
    private final Queue<CrashPoint> next = new ArrayDeque<>();
    private Runnable whileDead = () -> {};
    private int deaths;

    private MortalDesk(QuickStart start, Path home, String... arguments) {
        this.start = start;
        this.home = home;
        this.trap = home.resolveSibling(home.getFileName() + ".crash");
        this.arguments = Stream.concat(Stream.of(arguments), Stream.of(QUICKLY, "-D" + CrashTrap.PROPERTY + "=" + trap))
                .toArray(String[]::new);
        this.keydesk = KeydeskProcess.launch(start, home, this.arguments);
    }

    /** A desk that is open. */
    static MortalDesk open(Path home, String... arguments) {
        return open(QuickStart.now(), home, arguments);
    }

    static MortalDesk open(QuickStart start, Path home, String... arguments) {
        var desk = new MortalDesk(start, home, arguments);
        desk.keydesk.awaitReady();
        return desk;
    }

    /** A desk that opens on a new home, and dies meanwhile for the first time. */
    static MortalDesk openDyingAt(CrashPoint point, Path home, String... arguments) {
        var desk = new MortalDesk(QuickStart.now(), home, arguments);
        desk.diesAt(point, 1);
        desk.awaitDeath();
        return desk;
    }

    Path home() {
        return home;
    }

    /** How often it has died since this was asked last. */
    int deaths() {
        int died = deaths;
        deaths = 0;
        return died;
    }

    /** From here on it dies when its keydesk comes to this point for the {@code visit}th time, from 1; once. */
    void diesAt(CrashPoint point, int visit) {
        set(point + ":" + visit);
    }

    /** From here on each of its lives ends when its keydesk comes to the next of these points. */
    void diesAt(List<CrashPoint> points) {
        next.addAll(points);
        diesAt(next.remove(), 1);
    }

    private void set(String order) {
        try {
            Files.writeString(trap, order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Is done from now on between a death and the next life. */
    void whileDead(Runnable action) {
        whileDead = action;
    }

    Reply get(String token, String path) {
        return persist(token, desk -> desk.get(path));
    }

    Reply post(String token, String path, String body) {
        var key = UUID.randomUUID().toString();
        return persist(token, desk -> desk.post(path, body, "Idempotency-Key", key));
    }

    /** Asks until the answer is as it should be. */
    Reply await(String what, String token, String path, Predicate<Reply> expected) {
        return await(what, () -> get(token, path), expected);
    }

    /** What it answers at once, whatever that is. */
    int status(String token, String path) {
        return keydesk.desk(token).get(path).status();
    }

    /** Also while the database is away: then one is told to come again. */
    private Reply persist(String token, Function<HttpDesk, Reply> request) {
        return await("an answer", () -> answer(token, request), reply -> reply.status() != 503);
    }

    private static Reply await(String what, Callable<Reply> request, Predicate<Reply> expected) {
        return Awaitility.await(what)
                .atMost(LONGEST_WORK)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(250))
                .until(request, expected);
    }

    private Reply answer(String token, Function<HttpDesk, Reply> request) {
        while (true) {
            try {
                return request.apply(keydesk.desk(token));
            } catch (UncheckedIOException noAnswer) {
                awaitDeath();
            }
        }
    }

    /** Waits until it has died, and starts it again; also if it dies once more before it is open. */
    void awaitDeath() {
        do {
            assertThat(keydesk.awaitEnd()).as("died of the trap\n%s", log()).isEqualTo(CrashTrap.EXIT);
            deaths++;
            try {
                Files.delete(trap);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            whileDead.run();
            if (!next.isEmpty()) {
                diesAt(next.remove(), 1);
            }
            keydesk = KeydeskProcess.launch(start, home, arguments);
        } while (!keydesk.isReadyInTheEnd());
    }

    String log() {
        return keydesk.log();
    }

    @Override
    public void close() {
        keydesk.close();
    }
}
