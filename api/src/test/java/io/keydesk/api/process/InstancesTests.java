package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.cluster.ClusterId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several instances of keydesk on one database, with a region that all of them reach. */
@Timeout(180)
class InstancesTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<KeydeskProcess> instances = new ArrayList<>();

    @TempDir
    private Path folder;

    private SharedPostgres database;
    private StepLog steps;

    @BeforeEach
    void startDatabase() throws IOException {
        database = SharedPostgres.start(folder.resolve("postgres"));
        steps = new StepLog(Files.createDirectories(folder.resolve("shared")));
    }

    @AfterEach
    void stop() {
        instances.forEach(KeydeskProcess::close);
        database.close();
    }

    @Test
    void shareTheWorkAndDoNoneOfItTwice() {
        var one = instance("one");
        var two = instance("two");
        var three = instance("three");
        var tickets = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            var filedAt = instances.get(i % 3);
            var ticket = order(filedAt, "cache-" + i);
            approve(instances.get((i + 1) % 3), ticket);
            tickets.add(ticket);
        }

        // Whatever instance did the work, each of them tells of all of it.
        try (var stream = EventReader.open(three, tickets.getFirst(), "")) {
            await().atMost(SOON).until(stream::hasEnded);
            assertThat(stream.types())
                    .contains("ticket-filed", "ticket-approved", "ticket-started", "ticket-fulfilled");
            assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
        }
        tickets.forEach(ticket -> awaitState(one, ticket, "fulfilled"));
        assertThat(steps.workedOnTwiceAtOnce()).isEmpty();
        assertThat(tickets).allSatisfy(ticket -> {
            assertThat(steps.done(cluster(two, ticket), 1)).isEqualTo(SharedRegion.STEPS);
            assertThat(told(two, ticket)).containsOnlyOnce("ticket-started", "ticket-fulfilled");
        });
    }

    @Test
    void takeOverTheWorkOfOneThatIsKilled() {
        instance("one");
        instance("two");
        var ticket = order(instances.getFirst(), "cache");
        approve(instances.getLast(), ticket);
        var killed = worker(ticket);
        var other = other(killed);
        var id = cluster(other, ticket);

        killed.kill();
        long since = System.nanoTime();
        awaitState(other, ticket, "fulfilled");

        var took = Duration.ofNanos(steps.lines(id).stream()
                        .filter(line -> line.pid() == other.pid())
                        .findFirst()
                        .orElseThrow()
                        .nanos()
                - since);
        System.out.printf("taken over %.1f s after kill -9%n", took.toMillis() / 1000.0);
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(told(other, ticket)).containsOnlyOnce("ticket-started", "ticket-fulfilled");
    }

    /** What it saw before it froze is old when it wakes up. */
    @Test
    void storeNothingThatOneSawWhoWasFrozenMeanwhile() {
        instance("one");
        instance("two");
        var ticket = order(instances.getFirst(), "cache");
        approve(instances.getFirst(), ticket);
        var frozen = worker(ticket);
        var other = other(frozen);
        var cluster = cluster(other, ticket);

        Signals.send("STOP", frozen.pid());
        awaitState(other, ticket, "fulfilled");
        var settled = other.desk("dev-admin").get("/v1/clusters/" + cluster).expect(200);
        long begun = steps.lines(cluster).stream()
                .filter(line -> line.pid() == frozen.pid() && line.what().equals("begin"))
                .count();
        Signals.send("CONT", frozen.pid());

        await().atMost(SOON)
                .until(() -> steps.lines(cluster).stream()
                                .filter(line -> line.pid() == frozen.pid()
                                        && line.what().equals("end"))
                                .count()
                        == begun);
        await().during(Duration.ofSeconds(2)).atMost(SOON).untilAsserted(() -> {
            var now = other.desk("dev-admin").get("/v1/clusters/" + cluster).expect(200);
            assertThat(now.at("phase")).isEqualTo("ready");
            assertThat(now.json().at("/conditions")).isEqualTo(settled.json().at("/conditions"));
        });
        assertThat(told(other, ticket)).containsOnlyOnce("ticket-fulfilled");
    }

    @Test
    void comeToNoHarmByClocksThatDifferByTwoMinutes() {
        var early = wrong("early", "-1m");
        var late = wrong("late", "1m");
        var tickets = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            var ticket = order(i % 2 == 0 ? early : late, "cache-" + i);
            approve(i % 2 == 0 ? late : early, ticket);
            tickets.add(ticket);
        }

        tickets.forEach(ticket -> awaitState(early, ticket, "fulfilled"));

        assertThat(tickets).allSatisfy(ticket -> {
            var types = told(late, ticket);
            assertThat(types)
                    .containsSubsequence("ticket-filed", "ticket-approved", "ticket-started", "ticket-fulfilled");
            assertThat(types).doesNotContain("ticket-failed");
        });
        assertThat(steps.workedOnTwiceAtOnce()).isEmpty();
        var listed = new ArrayList<String>();
        for (var page = early.desk("dev-tenant").get("/v1/tickets?limit=4").expect(200); ; ) {
            page.json().at("/items").forEach(item -> listed.add(item.at("/id").asString()));
            if (page.at("next").isEmpty()) {
                break;
            }
            page = late.desk("dev-tenant")
                    .get("/v1/tickets?limit=4&after=" + page.at("next"))
                    .expect(200);
        }
        assertThat(listed).containsExactlyElementsOf(tickets.reversed());
    }

    private KeydeskProcess instance(String name) {
        return start(name, SharedRegionBeans.ARGUMENT);
    }

    private KeydeskProcess wrong(String name, String offset) {
        return start(
                name, SharedRegionBeans.WrongClock.ARGUMENT, "--" + SharedRegionBeans.WrongClock.OFFSET + "=" + offset);
    }

    private KeydeskProcess start(String name, String... arguments) {
        var all = Stream.concat(
                        Stream.of(
                                database.argument(),
                                "--" + SharedRegionBeans.FOLDER + "=" + steps.folder(),
                                "--keydesk.local.region=local-" + name,
                                // What is stored wrongly stays for the test to see.
                                "--keydesk.reconcile.interval=1h",
                                "--keydesk.tenants.demo.clusters=100"),
                        Stream.of(arguments))
                .toArray(String[]::new);
        var instance = KeydeskProcess.start(folder.resolve(name), all);
        instances.add(instance);
        return instance;
    }

    /** The instance that works on the ticket's cluster now, in the middle of a step. */
    private KeydeskProcess worker(String ticket) {
        var cluster = cluster(instances.getFirst(), ticket);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> steps.lines(cluster).size() % 2 == 1);
        long pid = steps.lines(cluster).getLast().pid();
        return instances.stream()
                .filter(instance -> instance.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private KeydeskProcess other(KeydeskProcess one) {
        return instances.stream()
                .filter(instance -> instance != one)
                .findFirst()
                .orElseThrow();
    }

    private static String order(KeydeskProcess instance, String name) {
        return instance.desk("dev-tenant")
                .postPatiently("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                                     "region": "shared", "environment": "development", "namespaces": ["shop"]}}
                        """.formatted(name))
                .expect(201)
                .at("id");
    }

    private static void approve(KeydeskProcess instance, String ticket) {
        instance.desk("dev-approver")
                .postPatiently("/v1/tickets/%s/approve".formatted(ticket), null)
                .expect(200);
    }

    private static void awaitState(KeydeskProcess instance, String ticket, String state) {
        await().alias(ticket + " becomes " + state)
                .atMost(SOON)
                .until(
                        () -> instance.desk("dev-tenant")
                                .get("/v1/tickets/" + ticket)
                                .at("state"),
                        state::equals);
    }

    private static ClusterId cluster(KeydeskProcess instance, String ticket) {
        return new ClusterId(UUID.fromString(
                instance.desk("dev-tenant").get("/v1/tickets/" + ticket).at("clusterId")));
    }

    private static List<String> told(KeydeskProcess instance, String ticket) {
        var types = new ArrayList<String>();
        instance.desk("dev-tenant")
                .get("/v1/tickets/%s/events?limit=200".formatted(ticket))
                .expect(200)
                .json()
                .at("/items")
                .forEach(event -> types.add(event.at("/type").asString()));
        return types;
    }
}
