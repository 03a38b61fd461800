package io.keydesk.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.persistence.cluster.JdbcClusters;
import io.keydesk.persistence.fleet.JdbcFleetUpgrades;
import io.keydesk.persistence.json.Json;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.persistence.sql.PlannedAnew;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.persistence.tenant.JdbcTenants;
import io.keydesk.persistence.ticket.JdbcTickets;
import io.keydesk.persistence.timeline.JdbcTimeline;
import io.keydesk.persistence.usage.JdbcMeters;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.ClusterQuery;
import io.keydesk.service.fleet.FleetUpgradeId;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.Decider;
import io.keydesk.service.ticket.TicketCounts;
import io.keydesk.service.ticket.TicketFilter;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketOrder;
import io.keydesk.service.ticket.TicketPlace;
import io.keydesk.service.ticket.TicketQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** No question reads a large table from end to end: PostgreSQL counts when it does. */
@OnEveryServer
@Timeout(120)
class PlanTests {

    /** The driver prepares a statement after five times, and PostgreSQL may choose another plan after five more. */
    private static final int TIMES = 12;

    private static final UUID SOME_ID = UUID.fromString("00000000-0000-0000-0000-000000000077");

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final TicketFilter ALL = TicketFilter.ALL;
    private static final Decider SOMEBODY = new Decider("ada", true, false);

    private static SingleConnectionDataSource connection;
    private static JdbcClient jdbc;

    @BeforeAll
    static void fill() throws SQLException {
        TestDatabase.emptyStore();
        connection = new SingleConnectionDataSource(TestDatabase.dataSource().getConnection(), true);
        jdbc = JdbcClient.create(connection);
        ScriptUtils.executeSqlScript(
                connection.getConnection(), new ClassPathResource("many-rows.sql", PlanTests.class));
    }

    @AfterAll
    static void empty() {
        connection.destroy();
        TestDatabase.emptyStore();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void usesAnIndex(Runnable question) {
        var before = sequentialScans();

        for (int i = 0; i < TIMES; i++) {
            question.run();
        }

        assertThat(sequentialScans()).isEqualTo(before);
    }

    static Stream<Named<Runnable>> questions() {
        var json = new Json();
        var tickets = new JdbcTickets(jdbc, PlannedAnew.on(connection), json);
        var clusters = new JdbcClusters(jdbc, json);
        var timeline = new JdbcTimeline(new NamedParameterJdbcTemplate(connection), new Signal());
        var meters = new JdbcMeters(jdbc);
        var tenants = new JdbcTenants(jdbc, json);
        var fleet = new JdbcFleetUpgrades(jdbc);
        var upgrade = new FleetUpgradeId(UUID.fromString("00000000-0000-0000-0000-000000000005"));
        var ticket = new TicketId(SOME_ID);
        var cluster = new ClusterId(SOME_ID);
        var mark = timeline.mark();
        var demo = new TenantSlug("demo");
        var team = new TenantSlug("team-7");
        return Stream.of(
                question("fleet upgrades that go on", fleet::unsettled),
                question("the waves of a fleet upgrade", () -> fleet.waves(upgrade)),
                question(
                        "clusters that are due",
                        () -> fleet.due(
                                upgrade, Environment.STAGING, Instant.now().plusSeconds(60), 100)),
                question(
                        "clusters that were upgraded",
                        () -> fleet.members(upgrade, List.of("running", "failed"), null, 100)),
                question("clusters of a fleet upgrade", () -> fleet.members(upgrade, List.of(), cluster, 50)),
                question("all tickets", () -> tickets.list(tickets(null, List.of(), null, null))),
                question(
                        "a later page",
                        () -> tickets.list(
                                new TicketQuery(Optional.empty(), List.of(), null, null, new TicketNumber(500), 50))),
                question("tickets of a tenant", () -> tickets.list(tickets("demo", List.of(), null, null))),
                question(
                        "tickets in a state",
                        () -> tickets.list(tickets(null, List.of("awaiting-approval"), null, null))),
                question("tickets of a kind", () -> tickets.list(tickets(null, List.of(), "delete-cluster", null))),
                question(
                        "tickets of a tenant, of a kind nobody asked for",
                        () -> tickets.list(tickets("demo", List.of(), "delete-cluster", null))),
                question(
                        "tickets of a tenant, in a state in which none is",
                        () -> tickets.list(tickets("demo", List.of("failed"), null, null))),
                question("tickets on a cluster", () -> tickets.list(tickets(null, List.of(), null, cluster))),
                question(
                        "tickets that are under way on a cluster",
                        () -> tickets.list(
                                tickets(null, List.of("approved", "scheduled", "in-progress"), null, cluster))),
                question(
                        "tickets of a tenant in some states",
                        () -> tickets.list(tickets("demo", List.of("approved", "in-progress"), null, null))),
                question("tickets of an environment in which none is", () -> tickets.list(in("production"))),
                question("tickets of an environment in which all are", () -> tickets.list(in("staging"))),
                question("tickets of a requester", () -> tickets.list(by("dana"))),
                question("tickets of a requester who has filed none", () -> tickets.list(by("nobody"))),
                question("the oldest tickets", () -> tickets.list(sorted(ALL, TicketOrder.OLDEST))),
                question("the tickets that wait longest", () -> tickets.list(sorted(ALL, TicketOrder.WAITING_LONGEST))),
                question(
                        "the tickets that wait longest, a later page",
                        () -> tickets.list(new TicketQuery(
                                ALL,
                                TicketOrder.WAITING_LONGEST,
                                new TicketPlace(Instant.now(), new TicketNumber(500)),
                                50))),
                question("the tickets that somebody may decide", () -> tickets.list(decidable(null))),
                question("the tickets of a tenant that somebody may decide", () -> tickets.list(decidable("demo"))),
                question("the tickets that fail", () -> tickets.list(failing())),
                question("a word that all tickets have", () -> tickets.list(searching("fine", ALL))),
                question("a word that one ticket has", () -> tickets.list(searching("77777", ALL))),
                question("a word that no ticket has", () -> tickets.list(searching("nonsense", ALL))),
                question("a word that only old tickets have", () -> tickets.list(searching("ancient", ALL))),
                question(
                        "a word that all tickets of a tenant have, in a state in which none is",
                        () -> tickets.list(searching("fine", of("demo", List.of("failed"))))),
                question(
                        "a word that all tickets have, the oldest",
                        () -> tickets.list(new TicketQuery(text("fine", ALL), TicketOrder.OLDEST, null, 50))),
                question("counts of all tickets", () -> tickets.counts(ALL, SOMEBODY)),
                question("counts of a tenant", () -> tickets.counts(of("demo", List.of()), SOMEBODY)),
                question("counts of a kind", () -> tickets.counts(kind("change-settings"), SOMEBODY)),
                question("counts of what is found", () -> tickets.counts(text("ancient", ALL), SOMEBODY)),
                question("counts of what is found often", () -> tickets.counts(text("fine", ALL), SOMEBODY)),
                question("whether there are too many to export", () -> tickets.count(ALL, 100_001)),
                question("service levels", () -> tickets.serviceLevels(Optional.empty(), Instant.EPOCH)),
                question("a ticket", () -> tickets.find(ticket)),
                question("a ticket by number", () -> tickets.find(new TicketNumber(7))),
                question("the ticket that works", () -> tickets.working(cluster)),
                question(
                        "the tickets that work on a page of clusters",
                        () -> tickets.working(Stream.iterate(1, n -> n <= 200, n -> n + 1)
                                .map(n -> new ClusterId(new UUID(0, n)))
                                .toList())),
                question("tickets that wait for long", () -> tickets.waitingSince(LONG_AGO, Optional.of(LONG_AGO), 50)),
                question("tickets to remind of", () -> tickets.unreminded(LONG_AGO, 50)),
                question("the ticket that is scheduled", () -> tickets.scheduled(cluster)),
                question("who holds a name", () -> tickets.holders(demo, "local", "cache-7")),
                question("comments", () -> tickets.comments(ticket, null, 50)),
                question("comments, a later page", () -> tickets.comments(ticket, SOME_ID, 50)),
                question("a comment", () -> tickets.comment(SOME_ID)),
                question("all clusters", () -> clusters.list(clusters(null, null))),
                question("clusters of a tenant", () -> clusters.list(clusters("demo", null))),
                question(
                        "clusters of a region, a purpose and an environment",
                        () -> clusters.list(
                                new ClusterQuery(Optional.empty(), "north", "locks", "production", null, null, 50))),
                question(
                        "clusters, a later page",
                        () -> clusters.list(new ClusterQuery(
                                Optional.empty(), null, null, null, null, new ClusterId(new UUID(0, 500)), 50))),
                question("clusters of a name", () -> clusters.list(clusters(null, "cache-7"))),
                question("a cluster", () -> clusters.find(cluster)),
                question("the revisions of a cluster", () -> clusters.revisions(cluster, Integer.MAX_VALUE, 50)),
                question("a revision", () -> clusters.revision(cluster, 1)),
                question("what a tenant holds", () -> clusters.holdings(team)),
                question("all tenants", () -> tenants.list(Optional.empty(), null, 50)),
                question("tenants, a later page", () -> tenants.list(Optional.empty(), "acme", 50)),
                question("tenants that somebody sees", () -> tenants.list(Optional.of(Set.of("team-7")), null, 50)),
                question("a tenant and what it holds", () -> tenants.holdings(team)),
                question("the meter of a cluster", () -> meters.of(cluster)),
                question("the meters of a tenant", () -> meters.of(team, LONG_AGO, Instant.now())),
                question("events of a ticket", () -> timeline.ofTicket(ticket, 0, 50)),
                question("events of a cluster", () -> timeline.ofCluster(cluster, 0, 50)),
                question("what is new on tickets", () -> timeline.since(mark, 50)));
    }

    private static Named<Runnable> question(String name, Runnable question) {
        return Named.of(name, question);
    }

    private static TicketQuery tickets(
            @Nullable String tenant, List<String> states, @Nullable String kind, @Nullable ClusterId cluster) {
        return new TicketQuery(Optional.ofNullable(tenant).map(Set::of), states, kind, cluster, null, 50);
    }

    private static TicketQuery in(String environment) {
        return newest(new TicketFilter(Optional.empty(), List.of(), null, null, environment, null, null, null, false));
    }

    private static TicketQuery by(String requester) {
        return newest(new TicketFilter(Optional.empty(), List.of(), null, null, null, requester, null, null, false));
    }

    private static TicketQuery failing() {
        return newest(new TicketFilter(Optional.empty(), List.of(), null, null, null, null, null, null, true));
    }

    private static TicketQuery decidable(@Nullable String tenant) {
        return newest(new TicketFilter(
                Optional.ofNullable(tenant).map(Set::of), List.of(), null, null, null, null, null, SOMEBODY, false));
    }

    /** As many have been fulfilled as nobody needs to know to the last one. */
    @Test
    void countsNoFurtherThanItSays() {
        var counts = new JdbcTickets(jdbc, PlannedAnew.on(connection), new Json()).counts(ALL, SOMEBODY);

        assertThat(counts.states()).containsEntry("fulfilled", (long) TicketCounts.MOST_IN_A_STATE);
        assertThat(counts.complete()).isFalse();
    }

    private static TicketFilter of(String tenant, List<String> states) {
        return new TicketFilter(Optional.of(Set.of(tenant)), states, null, null, null, null, null, null, false);
    }

    private static TicketFilter kind(String kind) {
        return new TicketFilter(Optional.empty(), List.of(), kind, null, null, null, null, null, false);
    }

    private static TicketQuery searching(String text, TicketFilter filter) {
        return newest(text(text, filter));
    }

    private static TicketFilter text(String text, TicketFilter filter) {
        return new TicketFilter(filter.tenants(), filter.states(), null, null, null, null, text, null, false);
    }

    private static TicketQuery newest(TicketFilter filter) {
        return sorted(filter, TicketOrder.NEWEST);
    }

    private static TicketQuery sorted(TicketFilter filter, TicketOrder order) {
        return new TicketQuery(filter, order, null, 50);
    }

    private static ClusterQuery clusters(@Nullable String tenant, @Nullable String name) {
        return new ClusterQuery(Optional.ofNullable(tenant).map(Set::of), null, null, null, name, null, 50);
    }

    /** By table, so that a failure tells which one was read. */
    private static Map<String, Long> sequentialScans() {
        jdbc.sql("select pg_stat_force_next_flush()").query().singleRow();
        var scans = new TreeMap<String, Long>();
        jdbc.sql("""
                select relname, seq_scan from pg_stat_user_tables
                where relname in ('tickets', 'ticket_texts', 'decisions', 'comments', 'clusters', 'revisions', 'events',
                                  'fleet_members')
                """).query(row -> {
            scans.put(row.getString("relname"), row.getLong("seq_scan"));
        });
        return scans;
    }
}
