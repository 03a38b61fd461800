package io.keydesk.persistence.postgres;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main process of the PostgreSQL that serves a folder; maybe one that an earlier keydesk, which was killed, has left. Its
 * {@code postmaster.pid} names a process, but numbers of processes are used again: only one that says of itself that it serves
 * this very folder is stopped.
 *
 * <p>https://www.postgresql.org/docs/current/storage-file-layout.html
 */
record Postmaster(Path data) {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    private static final long LONGEST_STOP_SECONDS = 30;
    private static final String LONGEST_RESTART_SECONDS = "60";

    /** Leaves the folder so that a server can be started on it. Only for who has the lock of the folder. */
    void clearAway() throws IOException {
        if (Files.notExists(pidFile())) {
            return;
        }
        var pid = pid();
        if (pid.isEmpty()) {
            clearAwayUnreadable();
            return;
        }
        var process = pid.flatMap(ProcessHandle::of);
        if (process.isEmpty()) {
            // If the file is there, its process is not: PostgreSQL sees that by itself.
            return;
        }
        if (serves(process.get())) {
            stop(process.get());
        } else {
            // PostgreSQL would take the stranger who has the number now for a server on this folder, and not start.
            Files.deleteIfExists(pidFile());
        }
    }

    /** Whether it is there; it may still be reading what was not yet in its tables when it was killed. */
    boolean runs() throws IOException {
        try {
            return pid().flatMap(ProcessHandle::of).filter(this::serves).isPresent();
        } catch (NoSuchFileException stopped) {
            // Whoever is asked to stop removes it.
            return false;
        }
    }

    /**
     * Starts it again as it was started last, on the same port.
     *
     * @param log for what it says
     * @throws IOException if it does not start; the log says why
     */
    void startAgain(Redirect log) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root, and the library has started it like this.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                program("pg_ctl").toString(), "-D", data.toString(), "-w", "-t", LONGEST_RESTART_SECONDS, "restart"));
        int result = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
        if (result != 0) {
            throw new IOException("pg_ctl restart ended with " + result);
        }
    }

    /** PostgreSQL writes down how it was started: {@code /…/bin/postgres "-D" "/…/data" "-p" "5432" …}. */
    private Path program(String name) throws IOException {
        var started = Files.readString(data.resolve("postmaster.opts"));
        int end = started.indexOf(" \"");
        if (end < 0) {
            throw new IOException("postmaster.opts cannot be read");
        }
        return Path.of(started.substring(0, end)).resolveSibling(name);
    }

    /** The file names nobody, as after a power cut. PostgreSQL does not start on it; and one might still run. */
    private void clearAwayUnreadable() throws IOException {
        var running = ProcessHandle.allProcesses().filter(this::serves).findFirst();
        if (running.isPresent()) {
            stop(running.get());
        }
        Files.deleteIfExists(pidFile());
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private Optional<Long> pid() throws IOException {
        return new String(Files.readAllBytes(pidFile()), StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    private boolean serves(ProcessHandle process) {
        var command = command(process);
        int folder = command.indexOf("-D") + 1;
        return folder > 0
                && folder < command.size()
                && Path.of(command.getFirst()).endsWith("postgres")
                && isSame(Path.of(command.get(folder)));
    }

    private static List<String> command(ProcessHandle process) {
        try {
            var line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return List.of(line.split("\0"));
        } catch (IOException e) {
            // No such file system here, as on macOS.
            var info = process.info();
            var command = new ArrayList<String>();
            info.command().ifPresent(command::add);
            info.arguments().map(List::of).ifPresent(command::addAll);
            return command;
        }
    }

    private boolean isSame(Path folder) {
        try {
            return Files.isSameFile(folder, data);
        } catch (IOException e) {
            return false;
        }
    }

    private void stop(ProcessHandle process) {
        log.atInfo()
                .setMessage("Stopping the PostgreSQL that a killed keydesk has left")
                .addKeyValue("pid", process.pid())
                .addKeyValue("folder", data)
                .log();
        process.destroy();
        try {
            process.onExit().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "PostgreSQL process %d on %s, left by a killed keydesk, does not stop: stop it by hand"
                            .formatted(process.pid(), data),
                    e);
        }
    }
}
