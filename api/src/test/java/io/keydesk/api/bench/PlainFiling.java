package io.keydesk.api.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Writes what filing a ticket writes, without a keydesk: the ticket, its first event, and that the event is to be passed on. */
final class PlainFiling implements AutoCloseable {

    private static final String TICKET = """
            insert into tickets (id, number, tenant, requester, request, cluster, state_data, preview, findings, created_at,
                                 updated_at, version)
            values (?, nextval('ticket_numbers'), 'demo', ?, cast(? as jsonb), ?, cast(? as jsonb), cast(? as jsonb),
                    cast(? as jsonb), now(), now(), 0)
            """;

    private static final String EVENT = """
            insert into events (tenant, ticket, cluster, type, at, actor, message, kind, from_state, to_state)
            values ('demo', ?, ?, 'ticket-filed', now(), ?, ?, 'order-cluster', null, 'awaiting-approval')
            returning id
            """;

    private static final String OUTBOX = "insert into outbox (event) values (?)";

    /** A ticket as keydesk has written it. */
    private record Sample(
            String name,
            String requester,
            String request,
            String state,
            String preview,
            String findings,
            String message) {}

    /** In order, as keydesk's are: random ones would make the indexes slower. */
    private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

    private final Sample sample;
    private final List<Connection> connections = new ArrayList<>();

    /** @param keydesk where a ticket is filed already */
    PlainFiling(DataSource keydesk, DataSource plain, int threads) throws SQLException {
        this.sample = sample(keydesk);
        for (int i = 0; i < threads; i++) {
            var connection = plain.getConnection();
            connections.add(connection);
            connection.setAutoCommit(false);
        }
        try (var statement = connections.getFirst().createStatement()) {
            statement.execute("insert into tenants values ('demo', 10, 64000000000)");
        }
        connections.getFirst().commit();
    }

    private static Sample sample(DataSource keydesk) throws SQLException {
        try (var connection = keydesk.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select t.request ->> 'name', t.requester, t.request, t.state_data, t.preview, t.findings, e.message
                        from tickets t join events e on e.ticket = t.id
                        limit 1
                        """)) {
            row.next();
            return new Sample(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7));
        }
    }

    void file(int thread, long n) throws SQLException {
        var connection = connections.get(thread);
        var ticket = IDS.generate();
        var cluster = IDS.generate();
        try (var insert = connection.prepareStatement(TICKET)) {
            insert.setObject(1, ticket);
            insert.setString(2, sample.requester());
            insert.setString(3, sample.request().replace(sample.name(), "cache-" + n));
            insert.setObject(4, cluster);
            insert.setString(5, sample.state());
            insert.setString(6, sample.preview());
            insert.setString(7, sample.findings());
            insert.executeUpdate();
        }
        long event;
        try (var insert = connection.prepareStatement(EVENT)) {
            insert.setObject(1, ticket);
            insert.setObject(2, cluster);
            insert.setString(3, sample.requester());
            insert.setString(4, sample.message());
            try (var id = insert.executeQuery()) {
                id.next();
                event = id.getLong(1);
            }
        }
        try (var insert = connection.prepareStatement(OUTBOX)) {
            insert.setLong(1, event);
            insert.executeUpdate();
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
