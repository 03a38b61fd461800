package io.keydesk.persistence.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of keydesk's own, on loopback and a free port. Its data stays in {@code postgres} under the home, and
 * is as safe as with any PostgreSQL: what was committed is on the disk.
 */
final class EmbeddedServer implements JdbcConnectionDetails, AutoCloseable {

    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";

    /** After a crash it has to read what it had not yet written to its tables. */
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final FolderLock lock;
    private final EmbeddedPostgres server;

    private EmbeddedServer(FolderLock lock, EmbeddedPostgres server) {
        this.lock = lock;
        this.server = server;
    }

    /** @throws HomeInUse if another keydesk runs on this home; nothing was touched then */
    static EmbeddedServer start(Path home) {
        var folder = home.resolve("postgres");
        var lock = FolderLock.take(folder, home);
        try {
            return new EmbeddedServer(lock, launch(folder));
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("PostgreSQL does not start in " + folder, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres launch(Path folder) throws IOException {
        var data = folder.resolve("data");
        if (Files.notExists(data)) {
            initialize(folder, data);
        }
        return launch(folder, data);
    }

    /** Under another name first: what is killed half-way is never taken for a database. */
    private static void initialize(Path folder, Path data) throws IOException {
        var draft = folder.resolve("data.new");
        new Postmaster(draft).clearAway();
        FileSystemUtils.deleteRecursively(draft);
        launch(folder, draft).close();
        Files.move(draft, data);
    }

    private static EmbeddedPostgres launch(Path folder, Path data) throws IOException {
        new Postmaster(data).clearAway();
        var log = Redirect.appendTo(folder.resolve("server.log").toFile());
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Files.createDirectories(folder.resolve("bin")).toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // Spring closes it, after the connection pool.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(LONGEST_START)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                // The library is made for tests, and trades these for speed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "")
                // The log is for what goes wrong; nobody rotates it.
                .setServerConfig("log_checkpoints", "off")
                .start();
    }

    @Override
    public String getUsername() {
        return USER;
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://localhost:%d/%s".formatted(server.getPort(), DATABASE);
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            lock.close();
        }
    }
}
