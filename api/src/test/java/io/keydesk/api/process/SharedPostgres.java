package io.keydesk.api.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server beside keydesk, which several instances share, and which can be stopped and frozen. */
final class SharedPostgres implements AutoCloseable {

    private final Path data;
    private final Redirect log;
    private final EmbeddedPostgres server;

    private SharedPostgres(Path data, Redirect log, EmbeddedPostgres server) {
        this.data = data;
        this.log = log;
        this.server = server;
    }

    static SharedPostgres start(Path folder) {
        try {
            var data = folder.resolve("data");
            var log = Redirect.appendTo(
                    Files.createDirectories(folder).resolve("server.log").toFile());
            var server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(
                            Path.of("target", "postgres").toAbsolutePath().toFile())
                    .setDataDirectory(data)
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            return new SharedPostgres(data, log, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes a keydesk use it; the first of its arguments. */
    String argument() {
        return "--spring.datasource.url=" + url();
    }

    private String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The first column of the first row, as text. */
    String ask(String sql) {
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As an administrator does who does not wait for clients. */
    void stop() {
        var main = main();
        Signals.send("INT", main);
        Signals.awaitEnd(main);
    }

    void startAgain() {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        try {
            var program = Files.readString(data.resolve("postmaster.opts")).split(" \"", 2)[0];
            command.addAll(List.of(
                    Path.of(program).resolveSibling("pg_ctl").toString(),
                    "-D",
                    data.toString(),
                    "-w",
                    "-t",
                    "60",
                    "restart"));
            var started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            if (started.waitFor() != 0) {
                throw new IllegalStateException("PostgreSQL does not start again, see " + log.file());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All of its processes stay where they are, and so do their connections. */
    void freeze() {
        processes().forEach(process -> Signals.send("STOP", process));
    }

    void thaw() {
        processes().forEach(process -> Signals.send("CONT", process));
    }

    private Stream<ProcessHandle> processes() {
        var main = main();
        return Stream.concat(Stream.of(main), main.descendants());
    }

    private ProcessHandle main() {
        try {
            var pid = Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
