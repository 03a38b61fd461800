package io.keydesk.persistence.postgres;

import io.keydesk.service.crash.CrashPoint;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of keydesk's own, on loopback and a free port. Its data stays in {@code postgres} under the home, and
 * is as safe as with any PostgreSQL: what was committed is on the disk. Where it ends by itself it is started again.
 */
final class EmbeddedServer implements JdbcConnectionDetails, AutoCloseable {

    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";

    /** After a crash it has to read what it had not yet written to its tables. */
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final FolderLock lock;
    private final ServerPassword password;
    private final EmbeddedPostgres server;
    private final Supervision supervision;

    private EmbeddedServer(Path folder, FolderLock lock, ServerPassword password, EmbeddedPostgres server) {
        this.lock = lock;
        this.password = password;
        this.server = server;
        this.supervision = Supervision.of(
                new Postmaster(folder.resolve("data")),
                Redirect.appendTo(log(folder).toFile()));
    }

    /** @throws HomeInUse if another keydesk runs on this home; nothing was touched then */
    static EmbeddedServer start(Path home) {
        var folder = home.resolve("postgres");
        var lock = FolderLock.take(folder, home);
        try {
            new KeptData(folder).check();
            var password = ServerPassword.in(folder);
            return new EmbeddedServer(folder, lock, password, launch(folder, password));
        } catch (IOException e) {
            giveUp(folder, lock, e);
            throw new Refused(
                    "PostgreSQL does not start in %s: %s.".formatted(folder, e.getMessage()),
                    "%s says more. Mend what it says, or restore a backup of the folder.".formatted(log(folder)),
                    e);
        } catch (RuntimeException e) {
            giveUp(folder, lock, e);
            throw e;
        }
    }

    /** A server that runs, but cannot be used, is not left behind. */
    private static void giveUp(Path folder, FolderLock lock, Exception cause) {
        try (lock) {
            new Postmaster(folder.resolve("data")).clearAway();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static EmbeddedPostgres launch(Path folder, ServerPassword password) throws IOException {
        var data = folder.resolve("data");
        if (Files.notExists(data)) {
            initialize(folder, data, password);
        }
        return launch(folder, data, password);
    }

    /** Under another name first: what is killed half-way is never taken for a database. */
    private static void initialize(Path folder, Path data, ServerPassword password) throws IOException {
        var draft = folder.resolve("data.new");
        new Postmaster(draft).clearAway();
        FileSystemUtils.deleteRecursively(draft);
        launch(folder, draft, password).close();
        CrashPoint.DATABASE_DRAFTED.reached();
        Files.move(draft, data);
    }

    private static EmbeddedPostgres launch(Path folder, Path data, ServerPassword password) throws IOException {
        new Postmaster(data).clearAway();
        var log = Redirect.appendTo(log(folder).toFile());
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(EmbeddedServer::program)
                .setOverrideWorkingDirectory(
                        Files.createDirectories(folder.resolve("bin")).toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // The library lets everybody in, as tests like it; these three ask for the password.
                .setLocaleConfig("pwfile", password.file().toString())
                .setDataDirectoryCustomizer(EmbeddedServer::askForPasswords)
                .setConnectConfig("password", password.value())
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

    /** @throws Refused if none was brought along, as in an image, or none is for this machine */
    private static InputStream program(String system, String hardware) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware);
        } catch (IllegalStateException e) {
            throw new Refused(
                    "No database is named, and this keydesk brings no PostgreSQL along for %s on %s."
                            .formatted(system, hardware),
                    "Name one by spring.datasource.url (SPRING_DATASOURCE_URL in the environment),"
                            + " such as jdbc:postgresql://<host>/<database>, with .username and .password.",
                    e);
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("server.log");
    }

    private static void askForPasswords(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), """
                    host all all 127.0.0.1/32 scram-sha-256
                    host all all ::1/128      scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String getUsername() {
        return USER;
    }

    @Override
    public String getPassword() {
        return password.value();
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://localhost:%d/%s".formatted(server.getPort(), DATABASE);
    }

    @Override
    public void close() throws IOException {
        supervision.close();
        try {
            server.close();
        } finally {
            lock.close();
        }
    }
}
