package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the files of a cluster that has run said last, kept while keydesk runs: its processes go on when somebody deletes
 * their files, and nothing else knows their ports and passwords.
 */
record KeptFiles(ClusterRecord record, Secrets secrets, String directives) {

    /** Nothing unless all of them are there. */
    static Optional<KeptFiles> read(ClusterFolder folder) {
        return ClusterRecord.read(folder)
                .filter(ClusterRecord::started)
                .flatMap(record -> SecretFiles.read(folder)
                        .flatMap(secrets -> PrivateFiles.read(folder.directives())
                                .map(directives -> new KeptFiles(record, secrets, directives))));
    }

    /** Writes those that are missing, and says which. */
    List<String> restore(ClusterFolder folder) {
        var written = new ArrayList<String>();
        folder.all().forEach(PrivateFiles::createFolder);
        if (ClusterRecord.read(folder).isEmpty()) {
            record.write(folder);
            written.add(name(folder.record()));
        }
        if (SecretFiles.read(folder).isEmpty()) {
            SecretFiles.write(folder, secrets);
            written.add("passwords");
        }
        if (PrivateFiles.read(folder.directives()).isEmpty()) {
            PrivateFiles.write(folder.directives(), directives);
            written.add(name(folder.directives()));
        }
        return written;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
