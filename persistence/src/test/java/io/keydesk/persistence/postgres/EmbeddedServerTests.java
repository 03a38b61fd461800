package io.keydesk.persistence.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedServerTests {

    @TempDir
    private Path home;

    @BeforeEach
    void unpackNothing() {
        UnpackedPrograms.shareWith(home);
    }

    @Test
    void findsWhatAKilledKeydeskHasCommitted() throws Exception {
        var killed = startAnotherKeydesk();
        long orphan = postmaster();
        killed.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (var server = EmbeddedServer.start(home)) {
            assertThat(word(server)).isEqualTo("precious");
            assertThat(postmaster()).isNotEqualTo(orphan);
        }
    }

    @Test
    void isStartedAgainOnTheSamePortWhenItIsKilled() throws Exception {
        try (var server = EmbeddedServer.start(home)) {
            keep(server);
            long killed = postmaster();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            awaitAnother(killed, server);
        }
        assertThat(home.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void isStartedAgainWhenSomebodyHasStoppedIt() throws Exception {
        try (var server = EmbeddedServer.start(home)) {
            keep(server);
            long stopped = postmaster();

            ProcessHandle.of(stopped).orElseThrow().destroy();

            awaitAnother(stopped, server);
        }
    }

    @Test
    void isTriedAgainUntilItStartsAndTellsItOnce(CapturedOutput output) throws Exception {
        try (var server = EmbeddedServer.start(home)) {
            keep(server);
            long killed = postmaster();
            var configuration = home.resolve("postgres/data/postgresql.conf");
            var good = Files.readString(configuration);
            Files.writeString(configuration, "no setting\n" + good);

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            var restarts = Pattern.compile("pg_ctl: could not start server");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> restarts.matcher(Files.readString(home.resolve("postgres/server.log")))
                                    .results()
                                    .count()
                            > 1);
            Files.writeString(configuration, good);

            awaitAnother(killed, server);
            assertThat(output.getOut()).containsOnlyOnce("PostgreSQL cannot be started again");
            assertThat(output.getOut()).containsOnlyOnce("PostgreSQL has ended");
        }
    }

    private void awaitAnother(long killed, EmbeddedServer server) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            assertThat(postmaster()).isNotEqualTo(killed);
            assertThat(word(server)).isEqualTo("precious");
        });
    }

    @Test
    void leavesAStrangerAloneWhoHasTheNumberOfAnOldServer() throws Exception {
        EmbeddedServer.start(home).close();
        var stranger = new ProcessBuilder("cat").start();
        try {
            var data = home.resolve("postgres/data");
            Files.writeString(data.resolve("postmaster.pid"), "%d%n%s%n".formatted(stranger.pid(), data));

            EmbeddedServer.start(home).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000\u00ff\u00fe\n"})
    void startsAlthoughNobodyCanReadWhoServedLast(String garbage) throws Exception {
        var killed = startAnotherKeydesk();
        long orphan = postmaster();
        Files.write(home.resolve("postgres/data/postmaster.pid"), garbage.getBytes(ISO_8859_1));
        killed.destroyForcibly().waitFor();

        try (var server = EmbeddedServer.start(home)) {
            assertThat(word(server)).isEqualTo("precious");
        }
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void knowsWhichDataItsServerCanRead() throws Exception {
        EmbeddedServer.start(home).close();

        assertThat(home.resolve("postgres/data/PG_VERSION")).hasContent(KeptData.MAJOR);
    }

    @Test
    void refusesAHomeThatAnotherKeydeskHas() throws Exception {
        var other = startAnotherKeydesk();
        try {
            long serving = postmaster();

            assertThatExceptionOfType(HomeInUse.class)
                    .isThrownBy(() -> EmbeddedServer.start(home))
                    .withMessageContaining("process %d on ".formatted(other.pid()));

            assertThat(postmaster()).isEqualTo(serving);
            assertThat(ProcessHandle.of(serving)).isPresent();
        } finally {
            other.destroyForcibly().waitFor();
            EmbeddedServer.start(home).close();
        }
    }

    @Test
    void startsAnewWhereItWasKilledBeforeItWasReady() throws Exception {
        var draft = Files.createDirectories(home.resolve("postgres/data.new"));
        Files.writeString(draft.resolve("postgresql.conf"), "# half of it");

        try (var server = EmbeddedServer.start(home)) {
            assertThat(server.getJdbcUrl()).startsWith("jdbc:postgresql://localhost:");
        }
    }

    @Test
    void letsNobodyInWithoutItsPassword() throws Exception {
        try (var server = EmbeddedServer.start(home)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(), "guess"))
                    .withMessageContaining("password");
        }
        assertThat(Files.getPosixFilePermissions(home.resolve("postgres/password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void saysHowToGoOnWhenTheHomeIsInUse() {
        var analysis =
                new HomeInUseAnalyzer().analyze(new IllegalStateException(new HomeInUse(home, "process 7 on desk-1")));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains(home.toString(), "process 7 on desk-1");
        assertThat(analysis.getAction()).contains("--keydesk.home=");
    }

    private Process startAnotherKeydesk() throws IOException {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledKeydesk.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        assertThat(output.lines().anyMatch("committed"::equals)).isTrue();
        return process;
    }

    private long postmaster() throws IOException {
        var lines = Files.readAllLines(home.resolve("postgres/data/postmaster.pid"));
        return Long.parseLong(lines.getFirst().strip());
    }

    private static void keep(EmbeddedServer server) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(), server.getPassword());
                var statement = connection.createStatement()) {
            statement.execute("create table kept (word text)");
            statement.execute("insert into kept values ('precious')");
        }
    }

    private static String word(EmbeddedServer server) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(), server.getPassword());
                var row = connection.createStatement().executeQuery("select word from kept")) {
            row.next();
            return row.getString("word");
        }
    }
}
