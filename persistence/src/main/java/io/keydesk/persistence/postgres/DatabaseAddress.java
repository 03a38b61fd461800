package io.keydesk.persistence.postgres;

import java.sql.DriverManager;
import java.sql.SQLException;

/** The URL of a database, shown without what may be secret in it: user, password and all parameters. */
record DatabaseAddress(String url) {

    boolean isPostgres() {
        try {
            return url.startsWith("jdbc:postgresql:") && DriverManager.getDriver(url) != null;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/]*@", "//");
    }
}
