package io.keydesk.persistence.postgres;

import java.nio.file.Path;

/** Another keydesk has its database in the same folder. */
final class HomeInUse extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String home;

    private final String holder;

    /** @param holder who runs there, for people */
    HomeInUse(Path home, String holder) {
        super("another keydesk (%s) is running on %s".formatted(holder, home));
        this.home = home.toString();
        this.holder = holder;
    }

    String holder() {
        return holder;
    }

    String home() {
        return home;
    }
}
