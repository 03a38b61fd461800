package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.Step.Failed;
import java.nio.file.Path;

/** A file of a cluster says nothing that it could mean, or is missing. It is left as it is, and so is the cluster. */
final class DamagedFile extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final String LOST = "restore it from a backup, or delete the cluster and order it anew";

    /** One that cannot be made again. */
    DamagedFile(Path file, String what) {
        this(file, what, LOST);
    }

    /** @param what what is wrong with it, without anything of what it says */
    DamagedFile(Path file, String what, String wayOut) {
        super("The file %s is damaged (%s): %s.".formatted(file, what, wayOut));
    }

    Failed failed() {
        return new Failed("FileDamaged", String.valueOf(getMessage()), true);
    }
}
