package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one database, both with a region {@code local}: it belongs to the one whose home has its files. */
@Timeout(180)
class RegionOwnershipTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<KeydeskProcess> instances = new ArrayList<>();

    @TempDir
    private Path folder;

    private SharedPostgres database;

    @BeforeEach
    void startDatabase() {
        database = SharedPostgres.start(folder.resolve("postgres"));
    }

    @AfterEach
    void stop() {
        instances.reversed().forEach(KeydeskProcess::close);
        database.close();
    }

    @Test
    void leavesTheWorkToTheOwnerWhoeverIsAskedForIt() throws IOException {
        var owner = instance("owner");
        var guest = instance("guest");

        assertThat(guest.desk("dev-tenant").get("/v1/regions").expect(200).at("items.0.message"))
                .contains("belongs to another instance", owner.home().toString());
        assertThat(guest.log()).containsOnlyOnce("Region local belongs to another instance");
        assertThat(owner.desk("dev-tenant")
                        .get("/v1/regions")
                        .expect(200)
                        .json()
                        .at("/items/0/message")
                        .isMissingNode())
                .isTrue();

        var ordered = order(guest, "cache");
        assertThat(ordered.json().at("/preview/objects")).isNotEmpty();
        var ticket = carryOut(guest, ordered);
        var cluster = ticket.at("clusterId");
        assertThat(guest.desk("dev-tenant")
                        .get("/v1/clusters/%s/connection".formatted(cluster))
                        .status())
                .isEqualTo(200);
        var refused = guest.desk("dev-tenant")
                .get("/v1/clusters/%s/credentials".formatted(cluster))
                .expect(503);
        assertThat(refused.at("detail")).contains("local", owner.home().toString());
        assertThat(refused.header("Retry-After")).isNotEmpty();
        owner.desk("dev-tenant")
                .get("/v1/clusters/%s/credentials".formatted(cluster))
                .expect(200);

        var changed = file(guest, """
                {"request": {"kind": "change-settings", "clusterId": "%s", "settings": {"timeout": 120}}}
                """.formatted(cluster));
        assertThat(changed.at("preview.warnings.0")).contains(owner.home().toString());
        carryOut(guest, changed);

        assertThat(clustersOf(guest)).isEmpty();
        assertThat(clustersOf(owner)).containsExactly(cluster);
    }

    @Test
    void waitsForAnOwnerWhoIsAwayAndFollowsHisHomeWhereItIsMoved() throws IOException {
        var owner = instance("owner");
        var guest = instance("guest");
        var cluster = carryOut(guest, order(guest, "cache")).at("clusterId");

        owner.kill();
        var change = file(guest, """
                {"request": {"kind": "change-settings", "clusterId": "%s", "settings": {"timeout": 120}}}
                """.formatted(cluster));
        approve(guest, change.at("id"));
        var back = instance("owner");
        awaitState(guest, change.at("id"), "fulfilled");
        back.stop();

        await().atMost(SOON)
                .until(
                        () -> guest.desk("dev-tenant").get("/v1/regions").at("items.0.message"),
                        message -> message.contains("was stopped"));
        var deletion = file(guest, """
                {"request": {"kind": "delete-cluster", "clusterId": "%s"}}""".formatted(cluster));
        approve(guest, deletion.at("id"));
        Files.move(back.home(), folder.resolve("moved"));
        var moved = instance("moved");

        awaitState(guest, deletion.at("id"), "fulfilled");
        assertThat(clustersOf(moved)).isEmpty();
        assertThat(clustersOf(guest)).isEmpty();
        assertThat(database.ask(
                        "select count(*) from events where type = 'condition-changed' and message like '%Region%'"))
                .isEqualTo("0");
    }

    private KeydeskProcess instance(String name) {
        var instance = KeydeskProcess.start(folder.resolve(name), database.argument());
        instances.add(instance);
        return instance;
    }

    private static HttpDesk.Reply order(KeydeskProcess instance, String name) {
        return file(instance, """
                {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                             "environment": "development", "namespaces": ["shop"]}}""".formatted(name));
    }

    private static HttpDesk.Reply file(KeydeskProcess instance, String body) {
        return instance.desk("dev-tenant").post("/v1/tickets", body).expect(201);
    }

    /** Approves a ticket and waits until it is done. */
    private static HttpDesk.Reply carryOut(KeydeskProcess instance, HttpDesk.Reply ticket) {
        approve(instance, ticket.at("id"));
        awaitState(instance, ticket.at("id"), "fulfilled");
        return instance.desk("dev-tenant").get("/v1/tickets/" + ticket.at("id"));
    }

    private static void approve(KeydeskProcess instance, String ticket) {
        instance.desk("dev-approver")
                .post("/v1/tickets/%s/approve".formatted(ticket), null)
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

    private static List<String> clustersOf(KeydeskProcess instance) throws IOException {
        var clusters = instance.home().resolve("regions/local/clusters");
        if (!Files.exists(clusters)) {
            return List.of();
        }
        try (var folders = Files.list(clusters)) {
            return folders.map(path -> String.valueOf(path.getFileName())).toList();
        }
    }
}
