package io.keydesk.persistence.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The newest PostgreSQL that is installed on this machine, started on an empty folder and a free port. It ends with this
 * JVM.
 */
public final class InstalledServer {

    /** Debian has a folder in it for each major version, named by it. */
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    /** PostgreSQL does not run as root; Debian's package makes a user for it. */
    private static final String USER = "postgres";

    /** Of the superuser; it guards an empty server for as long as the tests take. */
    private static final String PASSWORD = "of-the-tests";

    private final Path programs;
    private final Path folder;

    private InstalledServer(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    public static boolean isThere() {
        return programs().isPresent();
    }

    /** @return where a database of it is found, as its superuser */
    public static String start() {
        try {
            var server = new InstalledServer(programs().orElseThrow(), Files.createTempDirectory("keydesk-postgres-"));
            var port = freePort();
            server.initialize();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            server.start(port);
            return "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&password=%s".formatted(port, USER, PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialize() throws IOException {
        var password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            var owner = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
            Files.setOwner(folder, owner);
            Files.setOwner(password, owner);
        }
        run("initdb", "-D", data(), "-U", USER, "-A", "scram-sha-256", "--pwfile", password.toString(), "--no-sync");
    }

    private void start(int port) throws IOException {
        var options = "-F -p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=''".formatted(port);
        run("pg_ctl", "start", "-w", "-D", data(), "-l", folder.resolve("log").toString(), "-o", options);
    }

    private void stop() {
        try {
            run("pg_ctl", "stop", "-w", "-D", data(), "-m", "immediate");
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String program, String... arguments) throws IOException {
        var asItsUser = isRoot() ? List.of("runuser", "-u", USER, "--") : List.<String>of();
        var command = Stream.of(asItsUser, List.of(programs.resolve(program).toString()), List.of(arguments))
                .flatMap(List::stream)
                .toList();
        var said = Files.createTempFile("keydesk-postgres-", ".log");
        try {
            // Into a file: the server keeps what it was given open, and whoever reads a pipe would wait for its end.
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("%s failed: %s".formatted(command, Files.readString(said)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command + " was not waited for", e);
        } finally {
            Files.delete(said);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (var versions = Files.list(VERSIONS)) {
            return versions.filter(version -> version.getFileName().toString().matches("[0-9]+"))
                    .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparing(
                            version -> Integer.valueOf(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
