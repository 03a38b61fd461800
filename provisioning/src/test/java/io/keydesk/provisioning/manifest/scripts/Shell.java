package io.keydesk.provisioning.manifest.scripts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What runs the scripts.
 *
 * @param name loud, for it is to be seen in a test's name which of them ran
 * @param path where its programs are found
 */
record Shell(String name, List<String> command, String path) {

    private static final List<Shell> INSTALLED =
            Stream.concat(Stream.of(ofMachine()), busybox().stream()).toList();

    /** The machine's own, and busybox with nothing but its own programs, as in images of Valkey, where it is installed. */
    static List<Shell> installed() {
        return INSTALLED;
    }

    static Shell ofMachine() {
        try {
            var real = Path.of("/bin/sh").toRealPath();
            return new Shell("WITH " + real.getFileName(), List.of("/bin/sh"), System.getenv("PATH"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Shell> busybox() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "busybox"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(busybox -> {
                    var programs = Path.of("target", "busybox").toAbsolutePath();
                    link(busybox, programs);
                    return new Shell("WITH BUSYBOX ASH", List.of(busybox.toString(), "ash"), programs.toString());
                });
    }

    private static void link(Path busybox, Path folder) {
        try {
            Files.createDirectories(folder);
            new ProcessBuilder(busybox.toString(), "--install", "-s", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> command(List<String> arguments) {
        var all = new ArrayList<>(command);
        all.addAll(arguments);
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
