package io.keydesk.persistence.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an earlier keydesk has left in the folder of the embedded server, looked at before any of it is used: PostgreSQL would
 * make a new database where it finds none, and say little where it cannot go on.
 *
 * <p>https://www.postgresql.org/docs/current/storage-file-layout.html
 */
record KeptData(Path folder) {

    /** Of the server that comes with this keydesk; another major version cannot read its data. */
    static final String MAJOR = "18";

    private static final String BACKUP =
            "Restore a backup of %s, or start with another home: --keydesk.home=<another folder>.";

    /** @throws Refused if it is there, and cannot be used */
    void check() throws IOException {
        var data = folder.resolve("data");
        if (Files.notExists(data)) {
            return;
        }
        var version = data.resolve("PG_VERSION");
        if (Files.notExists(version)) {
            throw damaged("%s holds no database, for PG_VERSION is missing in it.".formatted(data));
        }
        var major = text(version);
        if (!major.equals(MAJOR)) {
            throw major.matches("[0-9.]{1,5}")
                    ? new Refused(
                            "%s was written by PostgreSQL %s, and the one that comes with this keydesk is %s; nothing there was touched."
                                    .formatted(data, major, MAJOR),
                            "Start the keydesk that wrote it; to move on, copy its database with pg_dump into a server of yours: --spring.datasource.url=jdbc:postgresql://…")
                    : damaged("The file %s is damaged.".formatted(version));
        }
        var password = ServerPassword.file(folder);
        if (Files.notExists(password)) {
            throw damaged("The file %s is missing, without which nobody gets into the database.".formatted(password));
        }
        if (!text(password).matches(ServerPassword.FORM)) {
            throw damaged(
                    "The file %s is damaged: a password of keydesk's own making is expected.".formatted(password));
        }
    }

    private Refused damaged(String what) {
        return new Refused(what, BACKUP.formatted(folder));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    }
}
