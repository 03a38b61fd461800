package io.keydesk.persistence.work;

import io.keydesk.persistence.sql.Rows;
import io.keydesk.service.work.IdempotencyKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class JdbcIdempotencyKeys implements IdempotencyKeys {

    private final JdbcClient jdbc;

    public JdbcIdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Use> find(String caller, String key) {
        return jdbc.sql("select fingerprint, resource from idempotency_keys where caller = :caller and key = :key")
                .param("caller", caller)
                .param("key", key)
                .query(JdbcIdempotencyKeys::use)
                .optional();
    }

    @Override
    public Optional<Use> claim(String caller, String key, String fingerprint, Instant at) {
        while (!claimed(caller, key, fingerprint, at)) {
            var earlier = find(caller, key);
            if (earlier.isPresent()) {
                return earlier;
            }
            // It was given back, or forgotten, between the two statements.
        }
        return Optional.empty();
    }

    /** The insert waits for a transaction that has inserted the same key, and does nothing if that one was committed. */
    private boolean claimed(String caller, String key, String fingerprint, Instant at) {
        return jdbc.sql("""
                        insert into idempotency_keys (caller, key, fingerprint, claimed_at)
                        values (:caller, :key, :fingerprint, :at)
                        on conflict do nothing
                        """)
                        .param("caller", caller)
                        .param("key", key)
                        .param("fingerprint", fingerprint)
                        .param("at", Rows.timestamptz(at))
                        .update()
                == 1;
    }

    @Override
    public void settle(String caller, String key, UUID resource) {
        jdbc.sql("update idempotency_keys set resource = :resource where caller = :caller and key = :key")
                .param("caller", caller)
                .param("key", key)
                .param("resource", resource)
                .update();
    }

    @Override
    public void release(String caller, String key) {
        jdbc.sql("delete from idempotency_keys where caller = :caller and key = :key")
                .param("caller", caller)
                .param("key", key)
                .update();
    }

    @Override
    public int forget(Instant before) {
        return jdbc.sql("delete from idempotency_keys where claimed_at < :before")
                .param("before", Rows.timestamptz(before))
                .update();
    }

    private static Use use(ResultSet row, int number) throws SQLException {
        return new Use(row.getString("fingerprint"), Rows.nullableUuid(row, "resource"));
    }
}
