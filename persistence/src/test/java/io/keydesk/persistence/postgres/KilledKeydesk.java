package io.keydesk.persistence.postgres;

import java.nio.file.Path;
import java.sql.DriverManager;

/** A program that commits a row, says so, and waits to be killed. */
final class KilledKeydesk {

    private KilledKeydesk() {}

    public static void main(String[] arguments) throws Exception {
        var server = EmbeddedServer.start(Path.of(arguments[0]));
        try (var connection =
                        DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(), server.getPassword());
                var statement = connection.createStatement()) {
            statement.execute("create table kept (word text)");
            statement.execute("insert into kept values ('precious')");
        }
        System.out.println("committed");
        System.in.read();
    }
}
