package io.keydesk.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.keydesk.persistence.cluster.JdbcClusters;
import io.keydesk.persistence.json.Json;
import io.keydesk.persistence.server.TestServer;
import io.keydesk.persistence.sql.PlannedAnew;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.persistence.tenant.JdbcTenants;
import io.keydesk.persistence.ticket.JdbcTickets;
import io.keydesk.persistence.timeline.JdbcTimeline;
import io.keydesk.persistence.work.JdbcIdempotencyKeys;
import io.keydesk.persistence.work.JdbcTransactions;
import io.keydesk.service.store.Store;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** One migrated database on the {@link TestServer} of this run, which these tests empty. */
public final class TestDatabase {

    private static final HikariDataSource POOL = open();
    private static final NamedParameterJdbcTemplate JDBC = new NamedParameterJdbcTemplate(POOL);

    private TestDatabase() {}

    public static DataSource dataSource() {
        return POOL;
    }

    public static NamedParameterJdbcTemplate template() {
        return JDBC;
    }

    public static JdbcClient jdbc() {
        return JdbcClient.create(JDBC);
    }

    /** The adapters on an emptied database. */
    public static Store emptyStore() {
        return emptyStore(new Signal());
    }

    public static Store emptyStore(Signal outboxFilled) {
        jdbc().sql("""
                truncate tenants, tickets, ticket_texts, decisions, comments, clusters, revisions, events, outbox, idempotency_keys,
                         scheduled_tasks, region_claims, fleet_upgrades, fleet_members, fleet_waves
                """).update();
        var json = new Json();
        return new Store(
                new JdbcTransactions(new JdbcTransactionManager(POOL)),
                new JdbcTickets(jdbc(), PlannedAnew.on(POOL), json),
                new JdbcClusters(jdbc(), json),
                new JdbcTenants(jdbc(), json),
                new JdbcTimeline(JDBC, outboxFilled),
                new JdbcIdempotencyKeys(jdbc()));
    }

    /** Where another database of the same server is found. */
    public static String urlOf(String database) {
        return POOL.getJdbcUrl().replaceFirst("(//[^/]+/)[^?]+", "$1" + database);
    }

    private static HikariDataSource open() {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(TestServer.ofThisRun().url());
        pool.setMaximumPoolSize(20);
        pool.setMinimumIdle(1);
        Flyway.configure().dataSource(pool).load().migrate();
        return pool;
    }
}
