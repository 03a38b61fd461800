package io.keydesk.api.bench;

import io.keydesk.api.process.KeydeskProcess;
import io.keydesk.persistence.json.Json;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.DesiredState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** A keydesk that holds 100,000 tickets and 5,000 clusters, all of them healthy in {@link InstantRegion}. */
final class FullDesk {

    static final int CLUSTERS = 5000;

    /** Of each cluster. */
    private static final int REVISIONS = 18;

    private static final String ORDER = """
            {"request": {"kind": "order-cluster", "name": "orders-cache", "purpose": "session-cache", "plan": "xs",
                         "environment": "development", "region": "instant", "namespaces": ["shop"],
                         "settings": {"timeout": 300}}}
            """;

    private FullDesk() {}

    static KeydeskProcess start(Path home, String... arguments) {
        var withRegion = Stream.concat(
                Stream.of(Shipped.OPTIONS, "--spring.main.sources=" + InstantRegion.class.getName()),
                Stream.of(arguments));
        return KeydeskProcess.start(home, withRegion.toArray(String[]::new));
    }

    /** Fills a running keydesk that has never been used. Its workers do not look at the clusters until it is started again. */
    static void fill(KeydeskProcess keydesk) throws IOException, SQLException {
        new Http(keydesk.port(), "dev-tenant").post("/v1/tickets", ORDER, 201);
        var json = new Json();
        var state = new DesiredState("xs", List.of("shop"), new Catalogue().defaults(Purpose.SESSION_CACHE), false);
        try (var pool = Database.of(keydesk).pool(Database.OWN, 1)) {
            fill(pool, json.write(state), json.write(InstantRegion.seen(REVISIONS)));
        }
    }

    private static void fill(DataSource pool, String state, String observed) throws SQLException {
        try (var connection = pool.getConnection()) {
            try (var set = connection.prepareStatement(
                    "select set_config('bench.state', ?, false), set_config('bench.observed', ?, false)")) {
                set.setString(1, state);
                set.setString(2, observed);
                set.execute();
            }
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("fill.sql", FullDesk.class));
        }
    }
}
