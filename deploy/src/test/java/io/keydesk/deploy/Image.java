package io.keydesk.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The image that {@code mvn -Pimage} has written, unpacked: its files in {@code root}, as a container would see them.
 *
 * @param config what the image says of itself
 */
record Image(JsonNode config, Path root) {

    static final Path TAR = Path.of("target", "keydesk-image.tar");

    /** Another user than the one who owns the files: nobody writes to them. */
    private static final List<String> AS_ITS_USER =
            List.of("setpriv", "--reuid=10001", "--regid=10001", "--clear-groups", "--no-new-privs");

    static Image unpack(Path folder) throws IOException, InterruptedException {
        var archive = Files.createDirectory(folder.resolve("archive"));
        tar(archive, TAR.toAbsolutePath());
        var json = new ObjectMapper();
        var manifest = json.readTree(archive.resolve("manifest.json").toFile()).path(0);
        var root = Files.createDirectory(folder.resolve("root"));
        for (var layer : manifest.path("Layers")) {
            tar(root, archive.resolve(layer.asText()));
        }
        return new Image(
                json.readTree(archive.resolve(manifest.path("Config").asText()).toFile())
                        .path("config"),
                root);
    }

    private static void tar(Path into, Path archive) throws IOException, InterruptedException {
        var tar = new ProcessBuilder("tar", "-x", "-p", "--warning=no-unknown-keyword", "-f", archive.toString())
                .directory(into.toFile())
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("%s cannot be unpacked".formatted(archive));
        }
    }

    Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        for (var variable : config.path("Env")) {
            var parts = variable.asText().split("=", 2);
            variables.put(parts[0], parts[1]);
        }
        return variables;
    }

    /** What a container would run, from the files of the image alone, but with the C library of this machine. */
    ProcessBuilder entrypoint() {
        var words = StreamSupport.stream(config.path("Entrypoint").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        var command = new ArrayList<>(System.getProperty("user.name").equals("root") ? AS_ITS_USER : List.of());
        command.add(root + words.getFirst());
        command.addAll(words.subList(1, words.size()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Path.of(root + config.path("WorkingDir").asText()).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        return builder;
    }
}
