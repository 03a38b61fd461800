package io.keydesk.api.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.keydesk.api.process.KeydeskProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/**
 * The PostgreSQL that a running keydesk has brought along, for plain JDBC: baselines meet the same server, with the same
 * settings, on the same disk.
 */
record Database(int port, String password) {

    /** The one that keydesk itself uses. */
    static final String OWN = "postgres";

    /** In PostgreSQL's postmaster.pid the port is on the fourth line. */
    private static final int PORT_LINE = 3;

    static Database of(KeydeskProcess keydesk) throws IOException {
        var folder = keydesk.home().resolve("postgres");
        var lines = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"));
        return new Database(
                Integer.parseInt(lines.get(PORT_LINE).strip()),
                Files.readString(folder.resolve("password")).strip());
    }

    HikariDataSource pool(String database, int connections) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:postgresql://localhost:%d/%s".formatted(port, database));
        pool.setUsername("postgres");
        pool.setPassword(password);
        pool.setMaximumPoolSize(connections);
        return pool;
    }

    /** An empty database beside keydesk's own, with the same tables and indexes. */
    HikariDataSource beside(String name, int connections) throws SQLException {
        try (var own = pool(OWN, 1);
                var connection = own.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        var pool = pool(name, connections);
        Flyway.configure().dataSource(pool).load().migrate();
        return pool;
    }
}
