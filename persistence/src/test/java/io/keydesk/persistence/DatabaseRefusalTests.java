package io.keydesk.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keydesk.persistence.server.OnEveryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A database that keydesk cannot, or must not, use: it says so, and leaves the database as it is. */
@OnEveryServer
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DatabaseRefusalTests {

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table orders (id int)",
                "create table flyway_schema_history (installed_rank int primary key, version text)",
                "create view numbers as select 1 as one",
                "create sequence orders"
            })
    void refusesADatabaseOfAnotherApplication(String theirs, CapturedOutput output) {
        var shop = OtherDatabase.owned("shop");
        shop.asAdmin().sql(theirs).update();
        var before = shop.relations();

        refuses(shop);

        assertThat(output)
                .contains(
                        "The database " + shop.url(),
                        "holds tables of another application",
                        "--spring.datasource.url=");
        assertThat(shop.relations()).isEqualTo(before);
    }

    @Test
    void refusesADatabaseThatANewerKeydeskHasUsed(CapturedOutput output) {
        var desk = OtherDatabase.owned("desk");
        desk.start(home).close();
        desk.asAdmin().sql("""
                insert into keydesk_schema_history
                select installed_rank + 100, '99', 'of the future', type, script, checksum, installed_by, installed_on, 1, true
                from keydesk_schema_history where version = '1'
                """).update();

        refuses(desk);

        assertThat(output).contains("was used by a newer keydesk: it has migration 99", "Start that newer keydesk");
    }

    @Test
    void refusesAnEncodingThatCannotHoldEverything(CapturedOutput output) {
        var desk = OtherDatabase.made("desk", "owner desk encoding 'LATIN1' locale 'C' template template0");

        refuses(desk);

        assertThat(output).contains("The database " + desk.url(), "is encoded in LATIN1", "encoding 'UTF8'");
        assertThat(desk.relations()).isEmpty();
    }

    @Test
    void refusesADatabaseThatItMayOnlyRead(CapturedOutput output) {
        var desk = OtherDatabase.owned("desk");
        desk.asAdmin()
                .sql("alter role desk set default_transaction_read_only = on")
                .update();

        refuses(desk);

        assertThat(output).contains("The database " + desk.url(), "is read-only", "Name the primary");
    }

    @Test
    void refusesADatabaseInWhichItMayNotMakeTables(CapturedOutput output) {
        var desk = OtherDatabase.made("desk", "");

        refuses(desk);

        assertThat(output).contains("permission denied for schema public", "the owner of the database");
        assertThat(desk.relations()).isEmpty();
    }

    @Test
    void refusesATableThatItMayNotWriteTo(CapturedOutput output) {
        var desk = OtherDatabase.owned("desk");
        desk.start(home).close();
        desk.asAdmin().sql("alter table scheduled_tasks owner to current_user").update();

        refuses(desk);

        assertThat(output).contains("permission denied for table scheduled_tasks", "the owner of the database");
    }

    @Test
    void refusesARoleWithoutASchema(CapturedOutput output) {
        var desk = OtherDatabase.owned("desk");
        desk.asAdmin().sql("alter role desk set search_path = nowhere").update();

        refuses(desk);

        assertThat(output).contains("The search_path of desk in the database " + desk.url(), "create schema keydesk");
    }

    @Test
    void saysThatThePasswordIsWrongWithoutShowingIt(CapturedOutput output) {
        var desk = OtherDatabase.owned("desk");

        refuses(desk.url(), "desk", "guess-77");
        refuses(desk.url() + "?user=desk&password=guess-77", "", "");

        assertThat(output)
                .contains("password authentication failed for user \"desk\"", "spring.datasource.password")
                .doesNotContain("guess-77");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://nowhere.invalid/desk?password=guess-77     | there is no host nowhere.invalid
            jdbc:postgresql://127.0.0.1:1/desk?password=guess-77         | Connection to 127.0.0.1:1 refused
            jdbc:mysql://root:guess-77@127.0.0.1/desk?password=guess-77  | jdbc:mysql://127.0.0.1/desk is not the URL of a PostgreSQL
            """)
    void saysThatNoPostgresIsThere(String url, String said, CapturedOutput output) {
        refuses(url, "desk", "guess-78");

        assertThat(output).contains(said, "spring.datasource.url").doesNotContain("guess-7");
    }

    @Test
    void saysThatSomethingElseAnswers(CapturedOutput output) throws IOException {
        try (var web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answer(web));

            refuses("jdbc:postgresql://127.0.0.1:%d/desk".formatted(web.getLocalPort()), "desk", "guess-77");
        }
        assertThat(output)
                .contains("The database jdbc:postgresql://127.0.0.1:", "cannot be used")
                .doesNotContain("guess-77");
    }

    private static void answer(ServerSocket web) {
        while (!web.isClosed()) {
            try (Socket caller = web.accept()) {
                caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void refuses(OtherDatabase database) {
        assertThatThrownBy(() -> database.start(home)).isInstanceOf(Exception.class);
    }

    private void refuses(String url, String user, String password) {
        assertThatThrownBy(() -> OtherDatabase.start(home, url, user, password)).isInstanceOf(Exception.class);
    }
}
