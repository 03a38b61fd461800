package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.persistence.server.InstalledServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keydesk does not start on: it says so once, with the way out, ends, and has changed nothing. */
@Timeout(120)
class RefusedStartTests {

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void name() {
        home = folder.resolve("home");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            format                    | 2        | was used by a newer keydesk: it has format 2, and this one knows 1 | Start that newer keydesk
            format                    | <html>   | /format is damaged                                  | Restore it from a backup
            postgres/data/PG_VERSION  | 17       | was written by PostgreSQL 17                        | pg_dump
            postgres/data/PG_VERSION  | ?        | PG_VERSION is damaged                               | Restore a backup
            postgres/data/base        | gone     | holds no database                                   | Restore a backup
            """)
    void refusesAHomeThatItDoesNotUnderstand(String file, String content, String what, String wayOut)
            throws IOException {
        write("format", "1");
        write("postgres/password", "0".repeat(48));
        write(file, content);

        refuses(what, wayOut);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "missing",
            value = {"missing", "''", "Sesame", "folder"})
    void refusesDataWithoutTheirPassword(String password) throws IOException {
        write("format", "1");
        write("postgres/data/PG_VERSION", "18");
        if ("folder".equals(password)) {
            Files.createDirectories(home.resolve("postgres/password"));
        } else if (password != null) {
            write("postgres/password", password);
        }

        refuses(home.resolve("postgres/").toString(), "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --keydesk.local.ports=17999-17000       | keydesk.local.ports          | a range of at least six ports
            --keydesk.jobs.concurrency=0            | keydesk.jobs.concurrency     | must be greater than 0
            --keydesk.reconcile.interval=0          | keydesk.reconcile.interval   | must be longer than or equal to 100 millis
            --keydesk.local.valkey-servr=x          | keydesk.local.valkey-servr   | unbound
            --keydesk.regions.north.type=moon       | keydesk.regions.north.type   | Set it to local or kubernetes
            --keydesk.security.local-tokens=false   | Nobody could call keydesk    | keydesk.security.oidc.issuer-uri
            --server.address=0.0.0.0                | 0.0.0.0                      | Listen on loopback
            """)
    void refusesAPropertyThatCannotBe(String argument, String what, String more) {
        try (var keydesk = KeydeskProcess.launch(home, argument)) {
            refused(keydesk, what, more);
        }
    }

    @Test
    void refusesAHomeThatAnotherHas() {
        try (var other = KeydeskProcess.start(home)) {
            try (var second = KeydeskProcess.launch(home)) {
                assertThat(second.awaitEnd()).isNotZero();
                assertThat(other.log())
                        .contains(
                                "Another keydesk (process %d on ".formatted(other.pid()),
                                home.toString(),
                                "--keydesk.home=")
                        .containsOnlyOnce("Description:")
                        .doesNotContain("\tat ");
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> other.desk("dev-tenant").answers("/v1/tickets", 200));
        }
    }

    @Test
    @EnabledIf("io.keydesk.persistence.server.InstalledServer#isThere")
    void refusesADatabaseOfAnotherApplication() throws IOException, SQLException {
        write("format", "1");
        var shop = InstalledServer.start();
        try (var connection = DriverManager.getConnection(shop);
                var statement = connection.createStatement()) {
            statement.execute("create table orders (id int)");
        }

        refuses("holds tables of another application", "<empty database>", "--spring.datasource.url=" + shop);
    }

    @Test
    void servesEverythingButARegionWithoutAServer() throws IOException {
        write("format", "1");
        try (var keydesk = KeydeskProcess.start(home, "--keydesk.local.valkey-server=/bin/true")) {
            var regions = keydesk.desk("dev-tenant").get("/v1/regions").expect(200);

            assertThat(regions.at("items.0.healthy")).isEqualTo("false");
            assertThat(regions.at("items.0.message"))
                    .isEqualTo("keydesk.local.valkey-server: /bin/true is neither a Valkey nor a Redis server. "
                            + "Name a Valkey server, or leave it out.");
            assertThat(keydesk.desk("")
                            .get("/actuator/health/readiness")
                            .expect(200)
                            .at("components.regions.details.local"))
                    .isEqualTo("away");
        }
    }

    private void refuses(String what, String wayOut, String... arguments) {
        var before = KeydeskProcess.contents(home);
        try (var keydesk = KeydeskProcess.launch(home, arguments)) {
            refused(keydesk, what, wayOut);
        }
        assertThat(KeydeskProcess.contents(home)).isEqualTo(before);
    }

    private static void refused(KeydeskProcess keydesk, String what, String wayOut) {
        assertThat(keydesk.awaitEnd()).isNotZero();
        assertThat(keydesk.log())
                .contains(what, wayOut)
                .containsOnlyOnce("Description:")
                .doesNotContain("\tat ", " WARN ");
    }

    private void write(String file, String content) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
