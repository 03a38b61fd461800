package io.keydesk.persistence.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Looks at the database before anything in it is changed, and refuses one that keydesk cannot or must not use. */
public final class CheckedMigration implements FlywayMigrationStrategy, FlywayConfigurationCustomizer {

    /** The oldest that the tests run on, and that PostgreSQL itself still maintains. */
    static final int OLDEST = 15;

    private static final String LOGIN_SECONDS = "10";

    private final JdbcConnectionDetails details;
    private final DatabaseAddress address;

    public CheckedMigration(JdbcConnectionDetails details) {
        this.details = details;
        this.address = new DatabaseAddress(details.getJdbcUrl());
    }

    /**
     * Migrations may take longer than what callers wait for, so they do not use the pool.
     *
     * @throws Refused if it is no PostgreSQL
     */
    @Override
    public void customize(FluentConfiguration flyway) {
        if (!address.isPostgres()) {
            throw new Refused(
                    "spring.datasource.url=%s is not the URL of a PostgreSQL.".formatted(address),
                    "Name one: --spring.datasource.url=jdbc:postgresql://<host>/<database>.");
        }
        flyway.dataSource(details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }

    /** @throws Refused if keydesk must not use it; what the database itself refuses is thrown as it comes */
    @Override
    public void migrate(Flyway flyway) {
        try (var connection = connect()) {
            check(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be looked at", e);
        }
        refuseNewer(flyway);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE ? foreign() : e;
        }
    }

    /** Beside Flyway, which says what it meets in words of its own. */
    private Connection connect() throws SQLException {
        var properties = new Properties();
        put(properties, "user", details.getUsername());
        put(properties, "password", details.getPassword());
        properties.put("loginTimeout", LOGIN_SECONDS);
        return DriverManager.getConnection(details.getJdbcUrl(), properties);
    }

    /** What is not given may stand in the URL. */
    private static void put(Properties properties, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            properties.put(key, value);
        }
    }

    private void check(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var server = statement.executeQuery("""
                        select current_setting('server_version') as version, current_user as role,
                               current_setting('server_version_num')::int / 10000 as major,
                               current_setting('server_encoding') as encoding,
                               current_setting('transaction_read_only')::boolean as read_only,
                               current_schema() is null as homeless""")) {
            server.next();
            if (server.getInt("major") < OLDEST) {
                throw new Refused(
                        "The database %s is of PostgreSQL %s, which is too old."
                                .formatted(address, server.getString("version")),
                        "Name a PostgreSQL of version %d or newer.".formatted(OLDEST));
            }
            if (!server.getString("encoding").equals("UTF8")) {
                throw new Refused(
                        "The database %s is encoded in %s, in which not every comment can be written."
                                .formatted(address, server.getString("encoding")),
                        "Name one that was made with: create database <name> encoding 'UTF8' template template0.");
            }
            if (server.getBoolean("read_only")) {
                throw new Refused(
                        "The database %s is read-only.".formatted(address),
                        "Name the primary and not a standby, and a user whose transactions may write.");
            }
            if (server.getBoolean("homeless")) {
                throw new Refused(
                        "The search_path of %s in the database %s names no schema that is there."
                                .formatted(server.getString("role"), address),
                        "Make one: create schema keydesk authorization <user>; alter role <user> set search_path = keydesk.");
            }
        }
    }

    /** An instance that runs already goes on beside a newer one; none starts on what it does not know. */
    private void refuseNewer(Flyway flyway) {
        var newer = Stream.of(flyway.info().all())
                .filter(migration -> migration.getState().isApplied()
                        && !migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .toList();
        if (!newer.isEmpty()) {
            throw new Refused(
                    "The database %s was used by a newer keydesk: it has migration %s, which this one does not know."
                            .formatted(address, newer.getLast()),
                    "Start that newer keydesk; or restore a backup of before, into a database of its own.");
        }
    }

    private Refused foreign() {
        return new Refused(
                "The database %s holds tables of another application, and none of keydesk; nothing in it was changed."
                        .formatted(address),
                "Name a database of its own: --spring.datasource.url=jdbc:postgresql://<host>/<empty database>.");
    }
}
