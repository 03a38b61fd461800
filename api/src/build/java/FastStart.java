import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Makes the folder from which {@code mvn -Prun} and images start keydesk: its jar with the libraries beside it, the options
 * for the virtual machine, and the AOT cache, for which keydesk is run once. The build runs this file as it is, by
 * {@code java FastStart.java <jar> <options> <folder>}, and nothing is done when all three are as they were.
 *
 * <p>Without a cache keydesk only starts more slowly. So the build goes on where none can be made, and says why.
 */
final class FastStart {

    private static final Duration TO_START = Duration.ofSeconds(120);
    private static final Duration TO_END = Duration.ofSeconds(120);

    private static final Pattern READY = Pattern.compile("keydesk is ready: (http://localhost:\\d+)");

    /** What is set for the keydesk of whoever builds, above all its database, is not meant for this one. */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LC_ALL");

    private static final String ORDER = """
            {"request": {"kind": "order-cluster", "name": "training", "purpose": "session-cache", "plan": "xs",
                         "environment": "development", "namespaces": ["shop"], "settings": {"timeout": 300}}}
            """;

    private final Path jar;
    private final Path options;
    private final Path folder;

    private FastStart(Path jar, Path options, Path folder) {
        this.jar = jar;
        this.options = options;
        this.folder = folder;
    }

    static void main(String... arguments) throws Exception {
        new FastStart(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])).make();
    }

    private void make() throws IOException, InterruptedException, NoSuchAlgorithmException {
        var stamp = beside(".made-from");
        var source = fingerprint();
        if (Files.exists(stamp) && Files.readString(stamp).equals(source)) {
            return;
        }
        Files.deleteIfExists(stamp);
        // Deleted and not overwritten: a keydesk that runs from here keeps the files that it has open.
        delete(folder);
        extract();
        if (train()) {
            Files.writeString(stamp, source);
        }
    }

    private Path beside(String ending) {
        return folder.resolveSibling(folder.getFileName() + ending);
    }

    /** Of contents: the jar is reproducible, so its time never changes. A cache is good for one place and one JDK. */
    private String fingerprint() throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(options));
        digest.update(Files.readAllBytes(jar));
        return HexFormat.of().formatHex(digest.digest()) + " " + Runtime.version() + " " + folder;
    }

    private void extract() throws IOException, InterruptedException {
        var tools = java("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", folder.toString());
        if (tools.inheritIO().start().waitFor() != 0) {
            throw new IOException("%s cannot be extracted to %s".formatted(jar, folder));
        }
        Files.copy(options, extracted(options));
    }

    private Path extracted(Path file) {
        return folder.resolve(file.getFileName());
    }

    private static ProcessBuilder java(String... arguments) {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().retainAll(ENVIRONMENT);
        return builder.redirectErrorStream(true);
    }

    /** Runs keydesk until it has answered a little of everything. The virtual machine writes the cache as it ends. */
    private boolean train() throws IOException, InterruptedException {
        var cache = folder.resolve("keydesk.aot");
        var log = beside(".training.log");
        var scratch = beside(".training");
        delete(scratch);
        Files.createDirectories(scratch);
        try {
            run(cache, scratch, log);
            use(cache);
            System.out.printf("%s has %d MiB, so keydesk starts fast%n", cache, Files.size(cache) >> 20);
            return true;
        } catch (IOException | ExecutionException | TimeoutException e) {
            Files.deleteIfExists(cache);
            System.out.printf("WARNING: no AOT cache in %s, so keydesk starts slowly: %s. See %s.%n", folder, e, log);
            return false;
        } finally {
            delete(scratch);
        }
    }

    private void run(Path cache, Path scratch, Path log)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var keydesk = java(
                        "@" + extracted(options),
                        "-XX:AOTCacheOutput=" + cache,
                        "-jar",
                        extracted(jar).toString(),
                        "--keydesk.home=" + scratch.resolve("home"),
                        "--server.port=0")
                .directory(scratch.toFile())
                .start();
        var end = new Thread(() -> end(keydesk));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            exercise(ready(keydesk, log).get(TO_START.toSeconds(), TimeUnit.SECONDS));
        } finally {
            end(keydesk);
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    /** Tries the cache first: a virtual machine that cannot link its classes does not start. */
    private void use(Path cache) throws IOException, InterruptedException {
        var option = "-XX:AOTCache=" + cache;
        var trial = java(
                "@" + extracted(options),
                option,
                "-XX:AOTMode=on",
                "-cp",
                extracted(jar).toString(),
                "-version");
        var process = trial.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("Java does not start with it: " + said.strip());
        }
        Files.writeString(extracted(options), "\"%s\"%n".formatted(option), StandardOpenOption.APPEND);
    }

    /** Where keydesk says that it is ready; what it says is kept in the log. */
    private static CompletableFuture<URI> ready(Process keydesk, Path log) {
        var address = new CompletableFuture<URI>();
        Thread.ofVirtual().start(() -> {
            try (var lines = keydesk.inputReader();
                    var copy = new PrintWriter(Files.newBufferedWriter(log))) {
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

    /** What the first callers will ask: the cache knows then what they need. */
    private static void exercise(URI keydesk) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var paths = List.of(
                    "/actuator/health/readiness",
                    "/actuator/prometheus",
                    "/docs/index.html",
                    "/v1/me",
                    "/v1/plans",
                    "/v1/settings",
                    "/v1/clusters");
            for (var path : paths) {
                call(client, request(keydesk.resolve(path)));
            }
            var tickets = keydesk.resolve("/v1/tickets");
            var filed = call(client, request(tickets).POST(BodyPublishers.ofString(ORDER)));
            var ticket = keydesk.resolve(filed.headers().firstValue("Location").orElseThrow());
            call(client, request(ticket));
            call(client, request(URI.create(ticket + "/events")));
            call(client, request(URI.create(ticket + "/cancel")).POST(BodyPublishers.noBody()));
            call(client, request(tickets));
        }
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(TO_START)
                .header("Authorization", "Bearer dev-tenant")
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> call(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException("%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return answer;
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
