package io.keydesk.api;

import io.keydesk.persistence.server.InstalledServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/** The same story on the PostgreSQL of this machine, told by a role that owns a database there and nothing else. */
@EnabledIf(
        value = "io.keydesk.persistence.server.InstalledServer#isThere",
        disabledReason = "no PostgreSQL is installed in /usr/lib/postgresql")
@ContextConfiguration(initializers = InstalledPostgresStoryTests.OwnDatabase.class)
class InstalledPostgresStoryTests extends StoryTests {

    InstalledPostgresStoryTests(@LocalServerPort int port) {
        super(port);
    }

    static final class OwnDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var server = InstalledServer.start();
            try (var connection = DriverManager.getConnection(server);
                    var statement = connection.createStatement()) {
                statement.execute("create role desk login password 'of-the-desk'");
                statement.execute("create database desk owner desk");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            var properties = Map.<String, Object>of(
                    "spring.datasource.url", server.replaceFirst("/postgres\\?.*", "/desk"),
                    "spring.datasource.username", "desk",
                    "spring.datasource.password", "of-the-desk");
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("database", properties));
        }
    }
}
