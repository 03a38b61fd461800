package io.keydesk.provisioning.local;

import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.provisioning.Region.Engine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * Finds the server to run: the configured one, else {@code valkey-server} on the PATH, else the bundled one.
 *
 * @param configured path of a server; {@code null} to look for one
 * @param searchPath folders separated as in the environment's PATH
 * @param bundle folder into which the bundled server is put
 * @param further paths of other versions, to which clusters can be upgraded
 */
record EngineSearch(@Nullable String configured, String searchPath, Path bundle, List<String> further) {

    EngineSearch {
        further = List.copyOf(further);
    }

    /** Of one version. */
    EngineSearch(@Nullable String configured, String searchPath, Path bundle) {
        this(configured, searchPath, bundle, List.of());
    }

    /** What came of it. */
    sealed interface Found {}

    record Usable(ServerBinary binary) implements Found {}

    record Unusable(String message) implements Found {}

    /** For example {@code Valkey server v=8.0.1 sha=00000000:0 …}. */
    private static final Pattern VERSION =
            Pattern.compile("(Valkey|Redis) server v=(\\d{1,4}\\.\\d{1,4}\\.\\d{1,4})\\b");

    private static final int ANSWER_SECONDS = 5;

    private static final String DRAFT = ".";

    /** The bundled one; what is older knows neither its users' channels nor Sentinel's own users. */
    private static final EngineVersion OLDEST = new EngineVersion(6, 2);

    Found find() {
        if (configured != null && !configured.isBlank()) {
            return switch (identify(Path.of(configured), false)) {
                case Unusable(var message) ->
                    new Unusable("keydesk.local.valkey-server: %s. Name a Valkey server, or leave it out."
                            .formatted(message));
                case Usable usable -> usable;
            };
        }
        return onPath().map(path -> identify(path, false)).orElseGet(this::bundled);
    }

    /** What came of looking at each further one, in their order. */
    List<Found> findFurther() {
        return further.stream().map(path -> further(Path.of(path))).toList();
    }

    private static Found further(Path path) {
        return switch (identify(path, false)) {
            case Unusable(var message) -> unusable(message);
            case Usable(var binary) when !binary.engine().name().equals("valkey") -> unusable(path + " is no Valkey");
            // By its name its processes are known again after a restart.
            case Usable(var binary)
            when !ProcessTable.isNamedLikeOne(binary.path()) ->
                unusable(path + " is a file whose name does not tell that it is a Valkey");
            case Usable usable -> usable;
        };
    }

    private static Unusable unusable(String message) {
        return new Unusable("keydesk.local.further-servers: %s. Name Valkey servers only.".formatted(message));
    }

    private Optional<Path> onPath() {
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "valkey-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Found bundled() {
        try {
            // Each time anew: another release of keydesk may bring another server.
            PrivateFiles.createFolder(bundle);
            removeDrafts();
            var folder = Files.createTempDirectory(bundle, DRAFT);
            var unpacked = ExecutableProvider.newJarResourceProvider(folder.toFile());
            var extracted = bundle.resolve("redis-server");
            Files.move(unpacked.get().toPath(), extracted, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.remove(folder);
            return identify(extracted, true);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            return new Unusable("valkey-server is not installed, and the bundled server cannot be used: %s"
                    .formatted(e.getMessage()));
        }
    }

    /** Of a keydesk that was killed while it unpacked. */
    private void removeDrafts() throws IOException {
        try (var files = Files.list(bundle)) {
            files.filter(file -> String.valueOf(file.getFileName()).startsWith(DRAFT))
                    .forEach(PrivateFiles::remove);
        }
    }

    /** What is there to be read: whoever has its output too may keep it open for ever. */
    private static String said(Process ended) throws IOException {
        var output = ended.getInputStream();
        return new String(output.readNBytes(Math.min(output.available(), 1_000)), StandardCharsets.UTF_8);
    }

    private static Found appraise(Path path, String said, boolean bundled) {
        var version = VERSION.matcher(said);
        if (!version.find()) {
            return new Unusable(path + " is neither a Valkey nor a Redis server");
        }
        var engine = new Engine(version.group(1).toLowerCase(Locale.ROOT), version.group(2), bundled);
        return EngineVersion.parse(engine.version()).atLeast(OLDEST)
                ? new Usable(new ServerBinary(path, engine))
                : new Unusable("%s is %s, older than %s".formatted(path, version.group(), OLDEST));
    }

    private static Found identify(Path path, boolean bundled) {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            return new Unusable(path + " is no program");
        }
        try {
            var process = new ProcessBuilder(path.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                // A script waits for programs of its own, which its end would leave behind.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Unusable(path + " does not tell its version within %d s".formatted(ANSWER_SECONDS));
            }
            return appraise(path, said(process), bundled);
        } catch (IOException e) {
            return new Unusable("%s cannot be run: %s".formatted(path, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unusable(path + " was not waited for");
        }
    }
}
