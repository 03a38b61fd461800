package io.keydesk.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenants;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Tickets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** However an administrator has set up the database: what is written is read back, in the same order. */
@OnEveryServer
@Timeout(60)
class DatabaseVarietyTests {

    @TempDir
    private Path home;

    @Test
    void servesARoleThatOwnsItsDatabaseOnly() {
        keepsTickets(OtherDatabase.owned("desk"));
    }

    @Test
    void servesARoleThatOwnsASchemaBesideAnotherApplication() {
        var desk = OtherDatabase.made("desk", "");
        desk.asAdmin().sql("create table public.tickets (theirs text)").update();
        desk.asAdmin().sql("create schema keydesk authorization desk").update();
        desk.asAdmin().sql("alter role desk set search_path = keydesk").update();

        keepsTickets(desk);

        assertThat(desk.relations()).contains("keydesk.tickets", "public.tickets");
        assertThat(desk.asAdmin()
                        .sql("select count(*) from public.tickets")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void acceptsExtensionsInAnEmptyDatabase() {
        var desk = OtherDatabase.owned("desk");
        var extension = desk.asAdmin()
                .sql("select name from pg_available_extensions where name in ('hstore', 'pg_stat_statements') limit 1")
                .query(String.class)
                .single();
        desk.asAdmin().sql("create extension " + extension).update();

        keepsTickets(desk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timezone = 'Pacific/Chatham'",
                "datestyle = 'SQL, DMY'",
                "default_transaction_isolation = 'serializable'",
                "bytea_output = 'escape'",
                "standard_conforming_strings = off",
            })
    void doesNotDependOnDefaultsOfTheServer(String setting) {
        var desk = OtherDatabase.owned("desk");
        desk.asAdmin().sql("alter database desk set " + setting).update();

        keepsTickets(desk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"locale 'C'", "locale 'C.UTF-8'", "locale_provider icu icu_locale 'tr-TR' locale 'C.UTF-8'"})
    void doesNotDependOnTheCollation(String locale) {
        keepsTickets(OtherDatabase.made("desk", "owner desk template template0 encoding 'UTF8' " + locale));
    }

    @Test
    void readsWhatIsCommittedWhateverTheDefaultIs() {
        var desk = OtherDatabase.owned("desk");
        desk.asAdmin()
                .sql("alter database desk set default_transaction_isolation = 'serializable'")
                .update();
        try (var keydesk = desk.start(home)) {
            assertThat(keydesk.getBean(JdbcClient.class)
                            .sql("show transaction_isolation")
                            .query(String.class)
                            .single())
                    .isEqualTo("read committed");
        }
    }

    private void keepsTickets(OtherDatabase database) {
        try (var keydesk = database.start(home)) {
            keydesk.getBean(Tenants.class).put(SampleTenants.all());
            var tickets = keydesk.getBean(Tickets.class);
            var first = tickets.add(SampleTickets.order("orders-i-cache"));
            var second = tickets.add(SampleTickets.order("orders-cache"));
            var comment = SampleTickets.comment(first, "Straße, İstanbul, 東京, \\ and ✓");
            tickets.add(comment);

            assertThat(tickets.list(SampleTickets.newest(10))).containsExactly(second, first);
            assertThat(tickets.comments(first.id(), null, 10)).containsExactly(comment);
        }
    }
}
