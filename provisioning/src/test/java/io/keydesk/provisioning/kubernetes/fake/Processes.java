package io.keydesk.provisioning.kubernetes.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The processes of all containers. Each leads a group of its own, so that all of a container can be stopped and killed,
 * whoever of it is left. A shell beside this JVM knows every group, sends them signals, and kills them all when it hears no
 * more of us, however we ended.
 */
final class Processes implements AutoCloseable {

    private static final String WARDEN = """
            all=' '
            while read -r order group; do
              case $order in
                START) all="$all-$group " ;;
                END) case $all in *" -$group "*) all="${all%% -$group *} ${all#* -$group }" ;; esac ;;
                *) kill -s "$order" -- "-$group" ;;
              esac
              echo done
            done 2>/dev/null
            [ "$all" = ' ' ] || kill -s KILL -- $all
            """;

    private final Process warden;
    private final Writer orders;
    private final BufferedReader answers;
    private boolean closed;

    Processes() {
        try {
            warden = new ProcessBuilder("setsid", "sh", "-c", WARDEN)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            orders = warden.outputWriter(StandardCharsets.US_ASCII);
            answers = warden.inputReader(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With these variables, the search path, and no others. */
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
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(variables);
        var process = builder.start();
        order("START", process.pid());
        return process;
    }

    /** Whoever of the group is left goes; to be called when its first process has ended. */
    void sweep(long group) {
        order("KILL", group);
        order("END", group);
    }

    /** It has ended by itself, and left nobody. */
    void ended(long group) {
        order("END", group);
    }

    /** All of the group, also where its first process has only just begun and did not make it yet. */
    void kill(long group) {
        order("KILL", group);
        ProcessHandle.of(group).ifPresent(ProcessHandle::destroyForcibly);
    }

    void freeze(long group) {
        order("STOP", group);
    }

    void resume(long group) {
        order("CONT", group);
    }

    /** Returns when it is done: a JVM can only end processes, and only single ones. */
    private synchronized void order(String order, long group) {
        if (closed) {
            return;
        }
        try {
            orders.write("%s %d\n".formatted(order, group));
            orders.flush();
            if (answers.readLine() == null) {
                throw new IllegalStateException("the shell that keeps the processes has ended");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            orders.close();
            if (!warden.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the shell that keeps the processes hangs");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
