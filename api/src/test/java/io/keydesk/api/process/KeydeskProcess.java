package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk;
import io.keydesk.persistence.postgres.UnpackedPrograms;
import io.keydesk.provisioning.local.ClaimedPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.DigestUtils;

/**
 * A keydesk in a process of its own, for what cannot be done to the one that the tests live in: killing it, stopping it,
 * running several. It runs the classes under test, and writes its log into a file below its home. Its clusters get ports that
 * nobody else uses.
 */
public final class KeydeskProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Pattern MACHINE = Pattern.compile("-D|-X|@");
    private static final List<String> KEYDESK = List.of("io.keydesk.api.Keydesk");
    private static final String DATABASE = "--spring.datasource.url=";
    private static final String PORTS = "--keydesk.local.ports=";

    /** Of whatever the system gives, somebody else may have it by the time that keydesk listens. */
    private static final ClaimedPorts WEB_PORTS = ClaimedPorts.claim();

    /** Of each home, for as long as this JVM lives: what it starts may outlive it. */
    private static final Map<Path, ClaimedPorts> CLAIMED = new ConcurrentHashMap<>();

    private final Process process;
    private final Path home;
    private final int port;

    private KeydeskProcess(Process process, Path home, int port) {
        this.process = process;
        this.home = home;
        this.port = port;
    }

    /**
     * Starts keydesk and does not wait for it.
     *
     * @param arguments beside home and port: {@code -D…}, {@code -X…} and {@code @file} go to the virtual machine, the others to
     *     keydesk; with a file, which brings the options of a keydesk that is shipped, nothing is done to start it sooner
     */
    public static KeydeskProcess launch(Path home, String... arguments) {
        if (Stream.of(arguments).anyMatch(argument -> argument.startsWith("@"))) {
            return launch(QuickStart.underTest(), List.of(), KEYDESK, home, arguments);
        }
        return launch(QuickStart.now(), home, arguments);
    }

    static KeydeskProcess launch(QuickStart start, Path home, String... arguments) {
        if (Stream.of(arguments).noneMatch(argument -> argument.startsWith(DATABASE))) {
            UnpackedPrograms.shareWith(home);
        }
        return launch(start.classpath(), start.options(), KEYDESK, home, arguments);
    }

    /** As {@link #launch}, but what the build has made for {@code mvn -Prun}, which it makes after the tests. */
    public static KeydeskProcess launchExtracted(Path home, String... arguments) {
        var folder = Path.of("target", "keydesk").toAbsolutePath();
        var jar = folder.resolve("keydesk.jar").toString();
        return launch("", List.of("@" + folder.resolve("java.options")), List.of("-jar", jar), home, arguments);
    }

    private static KeydeskProcess launch(
            String classpath, List<String> options, List<String> application, Path home, String... arguments) {
        try {
            Files.createDirectories(home);
            int port = WEB_PORTS.next();
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(of(arguments, true));
            command.addAll(application);
            command.add("--keydesk.home=" + home);
            command.add("--server.port=" + port);
            if (Stream.of(arguments).noneMatch(argument -> argument.startsWith(PORTS))) {
                command.add(PORTS + CLAIMED.computeIfAbsent(home, _ -> ClaimedPorts.claim()));
            }
            command.addAll(of(arguments, false));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home).toFile()));
            builder.environment().put("CLASSPATH", classpath);
            return new KeydeskProcess(builder.start(), home, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts keydesk and waits until it is ready. */
    public static KeydeskProcess start(Path home, String... arguments) {
        return launch(home, arguments).awaitReady();
    }

    private static List<String> of(String[] arguments, boolean machine) {
        return Stream.of(arguments)
                .filter(argument -> machine == MACHINE.matcher(argument).lookingAt())
                .toList();
    }

    /** One that does not become ready is ended, for nobody else could. */
    public KeydeskProcess awaitReady() {
        if (!isReadyInTheEnd()) {
            close();
            throw new AssertionError("It has ended:\n" + log());
        }
        return this;
    }

    /** Waits until it is ready, or has ended by itself before. */
    boolean isReadyInTheEnd() {
        try {
            await().alias("keydesk becomes ready, see " + log(home))
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !process.isAlive() || desk("").answers("/actuator/health/readiness", 200));
            return process.isAlive();
        } catch (RuntimeException e) {
            kill();
            close();
            throw e;
        }
    }

    /** A caller with one of the local tokens. */
    public HttpDesk desk(String token) {
        return new HttpDesk(port, token);
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    public Path home() {
        return home;
    }

    /** What is there below its home, with a checksum of each file; the locks, which say who has them, excepted. */
    public static Map<String, String> contents(Path home) {
        try (var files = Files.walk(home)) {
            return files.filter(file -> !file.endsWith("postgres/keydesk.lock"))
                    .collect(Collectors.toMap(
                            file -> home.relativize(file).toString(),
                            KeydeskProcess::checksum,
                            (a, _) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String checksum(Path file) {
        try {
            return Files.isRegularFile(file) ? DigestUtils.md5DigestAsHex(Files.readAllBytes(file)) : "no file";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the keydesks of this home have written, secrets excepted. */
    public String log() {
        try {
            return Files.readString(log(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log(Path home) {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    /** Waits until it has ended by itself. */
    public int awaitEnd() {
        try {
            assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS))
                    .as("ended\n%s", log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As {@code kill -9} does. What it has started goes on. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As {@code kill} does: everything that it has started ends with it. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Ends it, and whatever a killed predecessor has left running below its home. */
    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
        ProcessHandle.allProcesses()
                .filter(handle -> livesBelow(home, handle.pid()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Servers that keydesk starts work in a folder of its home. */
    private static boolean livesBelow(Path home, long pid) {
        try {
            return Path.of("/proc", Long.toString(pid), "cwd").toRealPath().startsWith(home.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }
}
