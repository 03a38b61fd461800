package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Password;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.service.crash.CrashPoint;
import java.util.Optional;

/** The passwords of a cluster, each in a file of its own. */
final class SecretFiles {

    private static final String APPLICATION = "application-password";
    private static final String REPLICATION = "replication-password";
    private static final String SENTINEL = "sentinel-password";
    private static final String OPS = "ops-password";
    private static final String EXPORTER = "exporter-password";

    private SecretFiles() {}

    /** Nothing until all of them are there. */
    static Optional<Secrets> read(ClusterFolder folder) {
        return password(folder, APPLICATION)
                .flatMap(application -> password(folder, REPLICATION)
                        .flatMap(replication -> password(folder, SENTINEL)
                                .flatMap(sentinel -> password(folder, OPS)
                                        .flatMap(ops -> password(folder, EXPORTER)
                                                .map(exporter -> new Secrets(
                                                        application, replication, sentinel, ops, exporter))))));
    }

    static void write(ClusterFolder folder, Secrets secrets) {
        PrivateFiles.write(folder.password(APPLICATION), secrets.application().value());
        CrashPoint.PASSWORD_WRITTEN.reached();
        PrivateFiles.write(folder.password(REPLICATION), secrets.replication().value());
        PrivateFiles.write(folder.password(SENTINEL), secrets.sentinel().value());
        PrivateFiles.write(folder.password(OPS), secrets.ops().value());
        PrivateFiles.write(folder.password(EXPORTER), secrets.exporter().value());
    }

    private static Optional<Password> password(ClusterFolder folder, String name) {
        return PrivateFiles.read(folder.password(name)).map(String::strip).map(text -> {
            if (text.length() != Password.LENGTH || !text.matches("[0-9a-f]+")) {
                throw new DamagedFile(
                        folder.password(name), "%d hexadecimal digits are expected".formatted(Password.LENGTH));
            }
            return new Password(text);
        });
    }
}
