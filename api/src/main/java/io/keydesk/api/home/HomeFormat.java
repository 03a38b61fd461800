package io.keydesk.api.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The number of the format of a home, which stands in it in the file {@code format}. It is raised with the first change
 * that an older keydesk would not understand.
 */
record HomeFormat(Path home) {

    static final int CURRENT = 1;

    /**
     * Writes the file where there is none. Nothing else of the home may be touched before.
     *
     * @throws HomeRefused if the home is no folder, is of a newer keydesk, or is damaged
     */
    void check() {
        try {
            if (Files.exists(home) && !Files.isDirectory(home)) {
                throw new HomeRefused(
                        "keydesk.home=%s is no folder.".formatted(home), "Name one: --keydesk.home=<folder>.");
            }
            if (Files.notExists(file())) {
                write();
            }
            check(new String(Files.readAllBytes(file()), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new HomeRefused(
                    "keydesk.home=%s cannot be used: %s.".formatted(home, e),
                    "Make it readable and writable, or name another one: --keydesk.home=<folder>.");
        }
    }

    private void check(String found) {
        if (!found.matches("[0-9]{1,9}")) {
            throw new HomeRefused(
                    "The file %s is damaged: the number of a format is expected.".formatted(file()),
                    "Restore it from a backup; every keydesk up to this one has written %d.".formatted(CURRENT));
        }
        if (Integer.parseInt(found) > CURRENT) {
            throw new HomeRefused(
                    "%s was used by a newer keydesk: it has format %s, and this one knows %d; nothing there was touched."
                            .formatted(home, found, CURRENT),
                    "Start that newer keydesk, or this one with another home: --keydesk.home=<another folder>.");
        }
    }

    private void write() throws IOException {
        Files.createDirectories(
                home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var draft = Files.createTempFile(home, ".format", ".new");
        Files.writeString(draft, CURRENT + "\n");
        Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file() {
        return home.resolve("format");
    }
}
