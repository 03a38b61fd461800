package io.keydesk.persistence.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The password of the embedded server. Every user of the machine reaches a port on loopback; only who runs keydesk reads
 * this file.
 */
record ServerPassword(Path file, String value) {

    private static final int BYTES = 24;

    /** As it stands in its file. */
    static final String FORM = "[0-9a-f]{%d}".formatted(2 * BYTES);

    static Path file(Path folder) {
        return folder.resolve("password");
    }

    /** The one in this folder, which is made if there is none. */
    static ServerPassword in(Path folder) throws IOException {
        var file = file(folder);
        if (Files.notExists(file)) {
            make(folder.resolve("password.new"), file);
        }
        return new ServerPassword(file, Files.readString(file).strip());
    }

    private static void make(Path draft, Path file) throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, HexFormat.of().formatHex(random) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "ServerPassword[file=" + file + ", value=***]";
    }
}
