package io.keydesk.persistence.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The servers that the adapters are tested on. The build runs their tests once on each, in a JVM of its own that it names
 * one in {@code keydesk.test.postgres}; without that, it is the embedded one. A server ends with its JVM.
 */
public enum TestServer {

    /** The one that keydesk brings along. */
    EMBEDDED {
        @Override
        Optional<String> missing() {
            return Optional.empty();
        }

        @Override
        public String url() {
            try {
                return EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(
                                Path.of("target", "postgres").toFile())
                        .setDataDirectoryCustomizer(data -> askForPasswords(data.toPath()))
                        .start()
                        .getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },

    /** The one of this machine; or any other, whose superuser's URL is in the environment. */
    INSTALLED {
        @Override
        Optional<String> missing() {
            return NAMED == null && !InstalledServer.isThere()
                    ? Optional.of("no PostgreSQL is installed in /usr/lib/postgresql, and none is named by "
                            + "KEYDESK_TEST_DATABASE_URL")
                    : Optional.empty();
        }

        @Override
        public String url() {
            return NAMED == null ? InstalledServer.start() : NAMED;
        }
    },

    /** One in a container, which the library removes after the JVM's end. */
    CONTAINER {
        @Override
        Optional<String> missing() {
            return DockerClientFactory.instance().isDockerAvailable()
                    ? Optional.empty()
                    : Optional.of("no Docker engine is found");
        }

        @Override
        @SuppressWarnings("resource") // It is the library that ends it.
        public String url() {
            var container = new PostgreSQLContainer("postgres:17-alpine");
            container.start();
            return "%s&user=%s&password=%s"
                    .formatted(container.getJdbcUrl(), container.getUsername(), container.getPassword());
        }
    };

    private static final @Nullable String NAMED = System.getenv("KEYDESK_TEST_DATABASE_URL");

    public static TestServer ofThisRun() {
        return valueOf(System.getProperty("keydesk.test.postgres", "embedded").toUpperCase(Locale.ROOT));
    }

    /** Why it cannot be used here; nothing if it can. */
    abstract Optional<String> missing();

    /** Where a database of it is found, as its superuser. Starts the server. */
    public abstract String url();

    /** Of everybody but the superuser, as a server does that is meant for more than tests. */
    private static void askForPasswords(Path data) {
        try {
            Files.writeString(data.resolve("pg_hba.conf"), """
                    host all postgres all trust
                    host all all      all scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
