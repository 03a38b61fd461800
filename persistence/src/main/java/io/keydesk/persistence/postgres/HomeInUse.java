package io.keydesk.persistence.postgres;

import java.nio.file.Path;

/** Another keydesk has its database in the same folder. */
final class HomeInUse extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String home;

    HomeInUse(Path home) {
        super("another keydesk is running on " + home);
        this.home = home.toString();
    }

    String home() {
        return home;
    }
}
