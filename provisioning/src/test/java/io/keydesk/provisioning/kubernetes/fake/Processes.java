package io.keydesk.provisioning.kubernetes.fake;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The processes of all containers. Each leads a group of its own, so that all of a container can be stopped and killed,
 * whoever of it is left.
 */
final class Processes implements AutoCloseable {

    private final Set<Long> groups = ConcurrentHashMap.newKeySet();
    private final Thread atExit = new Thread(this::killAll);
    private boolean closed;

    Processes() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    synchronized Process start(
            List<String> command, Map<String, String> variables, Path folder, ProcessBuilder.Redirect output)
            throws IOException {
        if (closed) {
            throw new IOException("the test is over");
        }
        var words = new ArrayList<String>();
        words.add("setsid");
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(variables);
        var process = builder.start();
        groups.add(process.pid());
        return process;
    }

    /** Whoever of the group is left goes; to be called when its first process has ended. */
    void sweep(long group) {
        if (groups.remove(group)) {
            signal("KILL", Set.of(group));
        }
    }

    void kill(long group) {
        signal("KILL", Set.of(group));
    }

    void freeze(long group) {
        signal("STOP", Set.of(group));
    }

    void resume(long group) {
        signal("CONT", Set.of(group));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        killAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void killAll() {
        signal("KILL", groups);
        groups.clear();
    }

    /** A JVM can only end processes, and only single ones. */
    private static void signal(String signal, Set<Long> groups) {
        if (groups.isEmpty()) {
            return;
        }
        var words = new ArrayList<>(List.of("kill", "-" + signal, "--"));
        groups.forEach(group -> words.add("-" + group));
        try {
            var kill = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("kill hangs");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
