package io.keydesk.persistence;

import io.keydesk.persistence.PersistenceAutoConfigurationTests.Application;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database beside the one of the tests, made anew, with a role of its own that keydesk would log in as. */
record OtherDatabase(String name) {

    private static final String PASSWORD = "Sesame-9";

    /** @param options as in {@code create database <name> <options>} */
    static OtherDatabase made(String name, String options) {
        var server = TestDatabase.jdbc();
        server.sql("drop database if exists " + name).update();
        server.sql("drop role if exists " + name).update();
        server.sql("create role %s login password '%s'".formatted(name, PASSWORD))
                .update();
        server.sql("create database %s %s".formatted(name, options)).update();
        return new OtherDatabase(name);
    }

    static OtherDatabase owned(String name) {
        return made(name, "owner " + name);
    }

    /** As the server's superuser. */
    JdbcClient asAdmin() {
        return JdbcClient.create(new DriverManagerDataSource(TestDatabase.urlOf(name)));
    }

    /** What is there beside the server's own. */
    List<String> relations() {
        return asAdmin().sql("""
                        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1
                        """).query(String.class).list();
    }

    /** Without user and password. */
    String url() {
        return TestDatabase.urlOf(name).replaceFirst("\\?.*", "");
    }

    /** Starts a keydesk on it, as its role. */
    ConfigurableApplicationContext start(Path home) {
        return start(home, url(), name, PASSWORD);
    }

    static ConfigurableApplicationContext start(Path home, String url, String user, String password) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(Stream.of(
                                "keydesk.home=" + home,
                                "spring.datasource.url=" + url,
                                "spring.datasource.username=" + user,
                                "spring.datasource.password=" + password)
                        .map("--"::concat)
                        .toArray(String[]::new));
    }
}
