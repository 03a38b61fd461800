package io.keydesk.persistence.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL's programs, unpacked once for all homes of the tests of a module: to unpack them takes each new home some
 * seconds of a processor.
 */
public final class UnpackedPrograms {

    private static final Path SHARED = Path.of("target", "postgresql-programs").toAbsolutePath();

    private UnpackedPrograms() {}

    /** Lets a home that knows no database yet have them, and is without effect on any other. */
    public static void shareWith(Path home) {
        var folder = home.resolve("postgres");
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(SHARED);
                Files.createDirectories(folder);
                Files.createSymbolicLink(folder.resolve("bin"), SHARED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
