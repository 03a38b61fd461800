package io.keydesk.provisioning.manifest.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A node and its Sentinel, started by the scripts, with a memory of their own that ends with the pod.
 *
 * @param folder for what the pod alone has
 */
record Pod(Path folder, Map<String, String> environment, Container valkey, Container sentinel) {

    private static final Shell SHELL = Shell.ofMachine();

    /** @param data a volume, or a folder within the pod's own */
    static Pod of(Path folder, Path data, Map<String, String> surroundings) {
        try {
            Files.createDirectories(folder.resolve("run"));
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var environment = new HashMap<>(surroundings);
        environment.put("PATH", SHELL.path());
        environment.put("RUN_DIR", folder.resolve("run").toString());
        environment.put("DATA_DIR", data.toString());
        return new Pod(
                folder,
                environment,
                container("start-valkey.sh", environment, folder.resolve("valkey.log")),
                container("start-sentinel.sh", environment, folder.resolve("sentinel.log")));
    }

    private static Container container(String script, Map<String, String> environment, Path log) {
        return new Container(command(script), environment, log.toFile());
    }

    private static List<String> command(String script, String... arguments) {
        return SHELL.command(Stream.concat(Stream.of(RecordedPod.located(script).toString()), Stream.of(arguments))
                .toList());
    }

    void start() {
        sentinel.start();
        valkey.start();
    }

    /** Runs a script beside the containers, as hooks and probes are, and returns its status. */
    int run(String script, String... arguments) {
        try {
            var builder = new ProcessBuilder(command(script, arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("hooks.log").toFile()));
            builder.environment().clear();
            builder.environment().putAll(environment);
            return builder.start().onExit().join().exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands over and ends, Sentinel last: as a sidecar it outlives the others. */
    void stopGracefully() {
        run("pre-stop.sh");
        valkey.stop(GRACE);
        sentinel.stop(GRACE);
    }

    void stopAtOnce() {
        valkey.stop(Duration.ZERO);
        sentinel.stop(Duration.ZERO);
    }

    private static final Duration GRACE = Duration.ofSeconds(20);
}
