package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The database goes away under callers, streams and work, and comes back. */
@Timeout(240)
@Isolated("How long callers wait is counted")
class DatabaseOutageTests {

    /** A minute shows more, where there is time for it. */
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("keydesk.test.outage.seconds", 5));

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void losesNothingWhileAServerIsStopped() throws IOException {
        try (var database = SharedPostgres.start(folder.resolve("postgres"))) {
            survives(keydesk(database.argument()), database::stop, database::startAgain);
        }
    }

    /** Nothing is refused then and nothing is answered: only time tells. */
    @Test
    void losesNothingWhileAServerIsFrozen() throws IOException {
        try (var database = SharedPostgres.start(folder.resolve("postgres"))) {
            survives(keydesk(database.argument()), database::freeze, database::thaw);
        }
    }

    @Test
    void startsItsOwnServerAgainWhenThatIsKilled() throws IOException {
        try (var keydesk = keydesk()) {
            var pidFile = keydesk.home().resolve("postgres/data/postmaster.pid");
            var ticket = order(keydesk, "cache");
            var killed = Files.readAllLines(pidFile).getFirst();

            Signals.send("KILL", Long.parseLong(killed));

            await().atMost(SOON)
                    .until(() -> keydesk.desk("dev-approver")
                                    .post("/v1/tickets/%s/approve".formatted(ticket), null)
                                    .status()
                            == 200);
            awaitFulfilled(keydesk, ticket);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(keydesk.log())
                            .containsOnlyOnce("PostgreSQL has ended")
                            .containsOnlyOnce("PostgreSQL runs again"));
            assertThat(Files.readAllLines(pidFile).getFirst()).isNotEqualTo(killed);
        }
    }

    private void survives(KeydeskProcess started, Runnable goAway, Runnable comeBack) {
        try (var keydesk = started;
                var callers = new Callers(keydesk, 8)) {
            var waiting = order(keydesk, "waiting");
            var working = order(keydesk, "working");
            var before = EventReader.open(keydesk, waiting, "");
            await().atMost(SOON)
                    .until(() -> callers.filed() > 20 && !before.ids().isEmpty());
            approve(keydesk, working);

            goAway.run();
            long gone = System.nanoTime();
            await().atMost(SOON).until(() -> keydesk.desk("").answers("/actuator/health/readiness", 503));
            await().atMost(OUTAGE.plus(SOON)).until(() -> System.nanoTime() - gone > OUTAGE.toNanos());
            assertThat(keydesk.desk("").answers("/actuator/health/liveness", 200))
                    .isTrue();
            assertThat(callers.refused()).isPositive();
            comeBack.run();
            long back = System.nanoTime();
            callers.expectMore(back);
            approve(keydesk, waiting);
            awaitFulfilled(keydesk, working);
            awaitFulfilled(keydesk, waiting);
            callers.stop();

            callers.print(back);
            callers.assertPromisesKept();
            assertNoEventIsMissed(keydesk, waiting, before);
            assertThat(keydesk.log())
                    .containsOnlyOnce("The database does not answer")
                    .containsOnlyOnce("The database answers again");
        }
    }

    private static void assertNoEventIsMissed(KeydeskProcess keydesk, String ticket, EventReader before) {
        var seen = new ArrayList<Long>();
        try (before) {
            await().atMost(SOON).until(() -> before.hasEnded() || !before.isOpen());
            seen.addAll(before.ids());
        }
        if (!before.hasEnded()) {
            try (var again = EventReader.open(keydesk, ticket, Long.toString(seen.getLast()))) {
                await().atMost(SOON).until(again::hasEnded);
                seen.addAll(again.ids());
            }
        }
        var all = new ArrayList<Long>();
        keydesk.desk("dev-tenant")
                .get("/v1/tickets/%s/events?limit=200".formatted(ticket))
                .expect(200)
                .json()
                .at("/items")
                .forEach(event -> all.add(Long.valueOf(event.at("/id").asString())));
        assertThat(seen).isEqualTo(all);
    }

    private KeydeskProcess keydesk(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of(
                SharedRegionBeans.ARGUMENT,
                "--" + SharedRegionBeans.FOLDER + "=" + Files.createDirectories(folder.resolve("shared")),
                "--keydesk.tenants.demo.clusters=100000",
                "--keydesk.tenants.demo.memory=1000TB"));
        all.addAll(List.of(arguments));
        return KeydeskProcess.start(folder.resolve("home"), all.toArray(String[]::new));
    }

    private static String order(KeydeskProcess keydesk, String name) {
        return keydesk.desk("dev-tenant")
                .post("/v1/tickets", Callers.order(name))
                .expect(201)
                .at("id");
    }

    private static void approve(KeydeskProcess keydesk, String ticket) {
        keydesk.desk("dev-approver")
                .post("/v1/tickets/%s/approve".formatted(ticket), null)
                .expect(200);
    }

    private static void awaitFulfilled(KeydeskProcess keydesk, String ticket) {
        await().alias(ticket + " is fulfilled")
                .atMost(SOON)
                .until(
                        () -> keydesk.desk("dev-tenant")
                                .get("/v1/tickets/" + ticket)
                                .at("state"),
                        "fulfilled"::equals);
    }
}
