package io.keydesk.api.process;

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
import org.junit.jupiter.api.io.TempDir;

/** Several instances of keydesk on one database, with a region that all of them reach. */
abstract class Instances {

    static final Duration SOON = Duration.ofSeconds(60);

    final List<KeydeskProcess> instances = new ArrayList<>();

    @TempDir
    Path folder;

    SharedPostgres database;
    StepLog steps;

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

    KeydeskProcess instance(String name) {
        return start(name, SharedRegionBeans.ARGUMENT);
    }

    KeydeskProcess wrong(String name, String offset) {
        return start(
                name, SharedRegionBeans.WrongClock.ARGUMENT, "--" + SharedRegionBeans.WrongClock.OFFSET + "=" + offset);
    }

    KeydeskProcess start(String name, String... arguments) {
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
    KeydeskProcess worker(String ticket) {
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

    KeydeskProcess other(KeydeskProcess one) {
        return instances.stream()
                .filter(instance -> instance != one)
                .findFirst()
                .orElseThrow();
    }

    static String order(KeydeskProcess instance, String name) {
        return instance.desk("dev-tenant")
                .postPatiently("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                                     "region": "shared", "environment": "development", "namespaces": ["shop"]}}
                        """.formatted(name))
                .expect(201)
                .at("id");
    }

    static void approve(KeydeskProcess instance, String ticket) {
        instance.desk("dev-approver")
                .postPatiently("/v1/tickets/%s/approve".formatted(ticket), null)
                .expect(200);
    }

    static void awaitState(KeydeskProcess instance, String ticket, String state) {
        await().alias(ticket + " becomes " + state)
                .atMost(SOON)
                .until(
                        () -> instance.desk("dev-tenant")
                                .get("/v1/tickets/" + ticket)
                                .at("state"),
                        state::equals);
    }

    static ClusterId cluster(KeydeskProcess instance, String ticket) {
        return new ClusterId(UUID.fromString(
                instance.desk("dev-tenant").get("/v1/tickets/" + ticket).at("clusterId")));
    }

    static List<String> told(KeydeskProcess instance, String ticket) {
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
