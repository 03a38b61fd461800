package io.keydesk.persistence;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keydesk.persistence.fleet.JdbcFleetUpgrades;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.fleet.FleetMember;
import io.keydesk.service.fleet.FleetState;
import io.keydesk.service.fleet.FleetUpgrade;
import io.keydesk.service.fleet.FleetUpgradeId;
import io.keydesk.service.fleet.MemberState;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.timeline.Event;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

/** What the database refuses, whatever the application does. */
@OnEveryServer
@Timeout(60)
class SchemaTests {

    private static final FleetUpgradeId UPGRADE = new FleetUpgradeId(new UUID(0, 1));

    @BeforeEach
    void fill() {
        Store store = TestDatabase.emptyStore();
        var ticket = store.ordered("orders-cache");
        var cluster = store.made("carts-cache");
        new JdbcFleetUpgrades(TestDatabase.jdbc())
                .add(
                        new FleetUpgrade(
                                UPGRADE,
                                "8.1.4",
                                "It mends.",
                                false,
                                List.of(Environment.DEVELOPMENT),
                                5,
                                "root",
                                new FleetState.Running("root", SampleTickets.FILED_AT),
                                SampleTickets.FILED_AT),
                        List.of(new FleetMember(
                                UPGRADE,
                                cluster.id(),
                                cluster.tenant(),
                                cluster.name(),
                                cluster.environment(),
                                new MemberState.Waiting(null, SampleTickets.FILED_AT),
                                null)));
        store.tickets().add(SampleTickets.comment(ticket, "Fine."));
        store.timeline().add(Event.on(ticket, "ticket-filed", "dana", "Filed.", SampleTickets.FILED_AT));
    }

    @Test
    void acceptsWhatTheApplicationWrites() {
        assertThatCode(() -> execute("update clusters set version = version + 1"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update tickets set state_data = '{\"label\": \"lost\"}'",
                "update tickets set state_data = '{}'",
                "update tickets set request = '{}'",
                "update tickets set request = '{\"kind\": \"order-cluster\"}'",
                "update tickets set number = 0",
                "update tickets set number = (select max(number) from tickets)",
                "update tickets set tenant = 'nobody'",
                "update tickets set requester = ''",
                "update tickets set external_reference = repeat('x', 101)",
                "update tickets set request = jsonb_set(request, '{name}', '\"same\"')",
                "update tickets set cluster = '00000000-0000-0000-0000-000000000001', state_data = '{\"label\": \"approved\"}'",
                "insert into decisions select id, 0, 'alice', 'perhaps', null, now() from tickets",
                "insert into decisions select gen_random_uuid(), 0, 'alice', 'approve', null, now()",
                "update comments set text = ''",
                "update comments set text = repeat('x', 4001)",
                "update comments set ticket = gen_random_uuid()",
                "update clusters set name = 'Not_A_Label'",
                "update clusters set name = repeat('x', 41)",
                "update clusters set purpose = 'mining'",
                "update clusters set environment = 'test'",
                "update clusters set tenant = 'nobody'",
                "update clusters set revision = 2",
                "update revisions set state = '{\"plan\": \"l\"}'",
                "insert into revisions select cluster, 0, state, ticket, ticket_number, author, at from revisions",
                "insert into revisions select cluster, 1, state, ticket, ticket_number, author, at from revisions",
                "delete from revisions",
                "update events set message = 'It was not me.'",
                "insert into events (tenant, type, at, actor, message) values ('demo', 'x', now(), 'dana', 'Of nothing.')",
                "insert into outbox (event) values (0)",
                "update fleet_upgrades set concurrency = 51",
                "update fleet_upgrades set state = 'lost'",
                "update fleet_upgrades set state = 'completed'",
                "insert into fleet_upgrades select gen_random_uuid(), version, reason, urgent, environments, concurrency, started_by, state, changed_at, changed_by, why, created_at from fleet_upgrades",
                "insert into fleet_members select * from fleet_members",
                "update fleet_members set state = 'running', look_at = null",
                "update fleet_members set ticket = gen_random_uuid(), ticket_number = 1",
                "update tenants set max_clusters = -1",
                "insert into tenants values ('Not A Slug', 1, 1)",
                "delete from tenants"
            })
    void refuses(String statement) {
        assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> execute(statement));
    }

    private static void execute(String statement) {
        TestDatabase.jdbc().sql(statement).update();
    }
}
