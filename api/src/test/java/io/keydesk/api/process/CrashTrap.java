package io.keydesk.api.process;

import io.keydesk.service.crash.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ends a keydesk at the point that stands in a file, so that one which runs already can be sent to its death. It ends as by
 * {@code kill -9}, without another line of its code, but with an exit status that says why.
 */
public final class CrashTrap implements CrashPoint.Trap {

    /** The exit status of a keydesk that was ended here. */
    static final int EXIT = 86;

    /** Names the file. */
    static final String PROPERTY = "keydesk.crash";

    private static final @Nullable String FILE = System.getProperty(PROPERTY);

    private final AtomicInteger visits = new AtomicInteger();

    @Override
    public void reached(CrashPoint point) {
        if (FILE == null) {
            return;
        }
        var order = order(Path.of(FILE));
        if (order.startsWith(point + ":") && order.equals(point + ":" + visits.incrementAndGet())) {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    private static String order(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
