package io.keydesk.persistence.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.store.Store;
import io.keydesk.service.usage.Mark;
import io.keydesk.service.usage.Meters;
import io.keydesk.service.usage.MetersContract;
import org.junit.jupiter.api.Test;

@OnEveryServer
class JdbcMetersTests extends MetersContract {

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }

    @Override
    protected Meters meters(Store store) {
        return new JdbcMeters(TestDatabase.jdbc());
    }

    /** As documents may have it, whatever the keydesk that reads them knows to write. */
    @Test
    void readsPowerAndUsedMemory() {
        var store = emptyStore();
        var cluster = store.made("orders-cache");
        TestDatabase.jdbc().sql("""
                insert into revisions
                select cluster, number + 1, state || '{"poweredOff": true}', ticket, ticket_number, author, at from revisions
                """).update();
        TestDatabase.jdbc().sql("""
                update clusters set observed = '{"nodes": [{"usedMemoryBytes": 5}, {"usedMemoryBytes": 7}, {}]}'
                """).update();

        var meter = meters(store).of(cluster.id()).orElseThrow();

        assertThat(meter.marks()).extracting(Mark::powered).containsExactly(true, false);
        assertThat(meter.usedMemoryBytes()).isEqualTo(7);
    }
}
