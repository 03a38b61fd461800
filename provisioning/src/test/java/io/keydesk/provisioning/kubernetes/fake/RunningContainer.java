package io.keydesk.provisioning.kubernetes.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a container: a process with its group, or, of an image that nobody has here, nothing at all. */
final class RunningContainer {

    /** How a command within a container ended. */
    record Executed(int code, String output) {

        boolean succeeded() {
            return code == 0;
        }
    }

    private final Processes processes;
    private final Map<String, String> variables;
    private final Path folder;
    private final long group;
    private final Instant since = Instant.now();
    private final CompletableFuture<Integer> exit;

    private RunningContainer(
            Processes processes,
            Map<String, String> variables,
            Path folder,
            long group,
            CompletableFuture<Integer> exit) {
        this.processes = processes;
        this.variables = variables;
        this.folder = folder;
        this.group = group;
        this.exit = exit;
    }

    static RunningContainer process(
            Processes processes, List<String> command, Map<String, String> variables, Path folder, Path log)
            throws IOException {
        var process = processes.start(command, variables, folder, ProcessBuilder.Redirect.appendTo(log.toFile()));
        var group = process.pid();
        return new RunningContainer(
                processes, variables, folder, group, process.onExit().thenApply(ended -> {
                    processes.sweep(group);
                    return ended.exitValue();
                }));
    }

    static RunningContainer pretended(Processes processes, Path folder) {
        return new RunningContainer(processes, Map.of(), folder, 0, new CompletableFuture<>());
    }

    Instant since() {
        return since;
    }

    boolean isPretended() {
        return group == 0;
    }

    boolean alive() {
        return !exit.isDone();
    }

    int awaitExit() {
        return exit.join();
    }

    /** Whether it ends in time. */
    boolean awaitExit(Duration patience) {
        try {
            exit.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks its first process to end, as a container runtime does. */
    void terminate() {
        if (isPretended()) {
            exit.complete(0);
        } else {
            ProcessHandle.of(group).ifPresent(ProcessHandle::destroy);
        }
    }

    void kill() {
        if (isPretended()) {
            exit.complete(137);
        } else {
            processes.kill(group);
        }
    }

    void freeze() {
        processes.freeze(group);
    }

    void resume() {
        processes.resume(group);
    }

    Executed execute(List<String> command, Duration timeout) {
        if (isPretended()) {
            return new Executed(0, "");
        }
        Process process;
        try {
            process = processes.start(command, variables, folder, ProcessBuilder.Redirect.PIPE);
        } catch (IOException e) {
            return new Executed(126, String.valueOf(e.getMessage()));
        }
        try {
            var output = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
            if (!endsWithin(process, timeout)) {
                processes.kill(process.pid());
                return exit.isDone()
                        ? new Executed(137, "the container has ended")
                        : new Executed(124, "command timed out after %ds".formatted(timeout.toSeconds()));
            }
            var text = output.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
            return new Executed(process.exitValue(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Executed(1, "interrupted");
        } finally {
            processes.ended(process.pid());
        }
    }

    /** Or with the container: nothing in it outlives its first process. */
    private boolean endsWithin(Process process, Duration timeout) throws InterruptedException {
        try {
            CompletableFuture.anyOf(process.onExit(), exit).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return !process.isAlive();
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Process process) {
        try (var in = process.getInputStream()) {
            var bytes = in.readNBytes(4_096);
            in.transferTo(OutputStream.nullOutputStream());
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
