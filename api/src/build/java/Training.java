import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Runs keydesk once, until it has answered a little of everything. Its virtual machine writes the AOT cache as it ends.
 *
 * @param java the virtual machine that the cache is for
 * @param named how the options name the cache
 * @param arguments what this keydesk is told besides its home and its port
 */
record Training(Place place, Path java, Path named, List<String> arguments) {

    private static final Duration TO_START = Duration.ofSeconds(120);
    private static final Duration TO_END = Duration.ofSeconds(120);

    private static final Pattern READY = Pattern.compile("keydesk is ready: (http://localhost:\\d+)");

    /** @throws IOException if no cache was made, or none that this virtual machine takes; none is left then */
    void run() throws IOException, InterruptedException {
        var scratch = place.beside(".training");
        Place.delete(scratch);
        Files.createDirectories(scratch);
        try {
            make(scratch);
            use();
        } catch (IOException | ExecutionException | TimeoutException e) {
            Files.deleteIfExists(place.cache());
            throw new IOException("%s. See %s.".formatted(e, log()), e);
        } finally {
            Place.delete(scratch);
        }
    }

    private Path log() {
        return place.beside(".training.log");
    }

    private void make(Path scratch) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var keydesk = keydesk(scratch).directory(place.folder().toFile()).start();
        var end = new Thread(() -> end(keydesk));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            FirstCallers.call(ready(keydesk).get(TO_START.toSeconds(), TimeUnit.SECONDS));
        } finally {
            end(keydesk);
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    private ProcessBuilder keydesk(Path scratch) {
        var words = new ArrayList<>(List.of(
                "@" + place.extractedOptions(),
                "-XX:AOTCacheOutput=" + place.cache(),
                "-jar",
                place.extractedJar().toString(),
                "--keydesk.home=" + scratch.resolve("home"),
                "--server.port=0"));
        words.addAll(arguments);
        return Place.start(java, words);
    }

    /** Tries the cache first: a virtual machine that cannot link its classes does not start. */
    private void use() throws IOException, InterruptedException {
        var option = "-XX:AOTCache=" + named;
        var trial = Place.start(
                        java,
                        List.of(
                                "@" + place.extractedOptions(),
                                option,
                                "-XX:AOTMode=on",
                                "-cp",
                                place.extractedJar().toString(),
                                "-version"))
                .directory(place.folder().toFile())
                .start();
        var said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (trial.waitFor() != 0) {
            throw new IOException("Java does not start with it: " + said.strip());
        }
        Files.writeString(place.extractedOptions(), "\"%s\"%n".formatted(option), StandardOpenOption.APPEND);
    }

    /** Where keydesk says that it is ready; what it says is kept in the log. */
    private CompletableFuture<URI> ready(Process keydesk) {
        var address = new CompletableFuture<URI>();
        Thread.ofVirtual().start(() -> {
            try (var lines = keydesk.inputReader();
                    var copy = new PrintWriter(Files.newBufferedWriter(log()))) {
                follow(lines, copy, address);
                address.completeExceptionally(
                        new IOException("keydesk has ended with %d".formatted(keydesk.waitFor())));
            } catch (IOException | InterruptedException e) {
                address.completeExceptionally(e);
            }
        });
        return address;
    }

    private static void follow(BufferedReader lines, PrintWriter copy, CompletableFuture<URI> address)
            throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            copy.println(line);
            copy.flush();
            var ready = READY.matcher(line);
            if (ready.find()) {
                address.complete(URI.create(ready.group(1)));
            }
        }
    }

    /** In order, so that PostgreSQL ends too. The process itself would close its output, which has still to be read. */
    private static void end(Process keydesk) {
        keydesk.toHandle().destroy();
        try {
            if (!keydesk.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                keydesk.destroyForcibly();
            }
        } catch (InterruptedException e) {
            keydesk.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
