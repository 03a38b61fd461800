package io.keydesk.provisioning.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Two versions of the server, an older and a newer one. */
public final class TestServers {

    private TestServers() {}

    /** The Redis that comes with keydesk, put into a folder. */
    public static Path bundled(Path folder) {
        return switch (new EngineSearch(null, "", folder).find()) {
            case EngineSearch.Usable(var binary) -> binary.path();
            case EngineSearch.Unusable(var message) -> throw new IllegalStateException(message);
        };
    }

    /** The Valkey of this machine; nothing if it has none. */
    public static Optional<Path> installed() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "valkey-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
