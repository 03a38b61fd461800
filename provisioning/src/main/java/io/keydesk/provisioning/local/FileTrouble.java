package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.Step.Failed;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What is wrong with the disk, in words that help. */
final class FileTrouble {

    private FileTrouble() {}

    static Failed of(UncheckedIOException trouble) {
        var cause = Objects.requireNonNullElse(trouble.getCause(), trouble);
        var words = String.valueOf(cause.getMessage());
        return words.contains("No space left on device") || words.contains("Disk quota exceeded")
                ? new Failed(
                        "DiskFull", "The disk that holds keydesk.home is full: make room (%s).".formatted(words), true)
                : new Failed(
                        "FilesNotWritable",
                        "A file below keydesk.home cannot be read or written: %s (%s)."
                                .formatted(words, cause.getClass().getSimpleName()),
                        true);
    }
}
