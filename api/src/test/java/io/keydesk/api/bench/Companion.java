package io.keydesk.api.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A virtual machine of its own for a part of a measurement, so that its memory and its work can be told from others'. It says
 * a line when it is ready, answers each line with one, and ends with its input.
 */
final class Companion implements AutoCloseable {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(15);
    private static final Duration END = Duration.ofSeconds(30);

    private final Process process;
    private final BufferedReader answers;
    private final Path log;

    private Companion(Process process, Path log) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
    }

    /**
     * Starts it and waits for nothing.
     *
     * @param log takes whatever else it says
     * @param options of the virtual machine
     */
    static Companion start(Path log, List<String> options, Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new Companion(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    String ask(String question) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8)
                .append(question)
                .append('\n')
                .flush();
        return answer();
    }

    /** The next line that it says. */
    String answer() throws IOException {
        var line = CompletableFuture.supplyAsync(this::line, Thread.ofVirtual()::start);
        try {
            return line.get(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer, see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String line() {
        try {
            var line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("it has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit()
                .completeOnTimeout(process, END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        process.destroyForcibly();
    }
}
