package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.upkeep.Step.Failed;
import java.util.List;
import java.util.Optional;

/**
 * Files that were there once. What keydesk still knows is written again; where it does not, nothing is made in their place:
 * an empty cluster with other passwords behind the same name would be worse than none.
 */
record LostFiles(Run run) {

    /** What cannot be restored. */
    Optional<Failed> restore() {
        var folder = run.folder();
        var kept = run.cluster().keptFiles();
        if (kept.isEmpty()) {
            return unknown();
        }
        var written = kept.get().restore(folder);
        if (!written.isEmpty()) {
            run.notebook()
                    .tell(
                            "files-restored",
                            "Deleted files of the cluster were written again: " + String.join(", ", written));
        }
        return Optional.empty();
    }

    private Optional<Failed> unknown() {
        var folder = run.folder();
        var record = ClusterRecord.read(folder);
        if (record.isEmpty()) {
            return run.desired().existing() || isRunning()
                    ? Optional.of(lost("cluster.properties", "ports"))
                    : Optional.empty();
        }
        return record.get().started() && SecretFiles.read(folder).isEmpty()
                ? Optional.of(lost("secrets", "passwords"))
                : Optional.empty();
    }

    private Failed lost(String file, String what) {
        return new Failed(
                "FilesLost",
                "The %s of this cluster were lost with %s: put that back from a copy, or delete the cluster and order it again."
                        .formatted(what, run.folder().root().resolve(file)),
                true);
    }

    private boolean isRunning() {
        return List.of(Kind.values()).stream()
                .anyMatch(kind -> run.cluster().missing(kind).size() < Layout.MEMBERS);
    }
}
