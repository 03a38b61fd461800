package io.keydesk.persistence;

import io.keydesk.persistence.cluster.JdbcClusters;
import io.keydesk.persistence.fleet.JdbcFleetUpgrades;
import io.keydesk.persistence.json.Json;
import io.keydesk.persistence.postgres.CheckedMigration;
import io.keydesk.persistence.region.JdbcRegionClaims;
import io.keydesk.persistence.sql.Outage;
import io.keydesk.persistence.sql.PlannedAnew;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.persistence.tenant.JdbcTenants;
import io.keydesk.persistence.ticket.JdbcTickets;
import io.keydesk.persistence.timeline.JdbcTimeline;
import io.keydesk.persistence.timeline.OutboxRelay;
import io.keydesk.persistence.usage.JdbcMeters;
import io.keydesk.persistence.work.DatabaseClock;
import io.keydesk.persistence.work.JdbcIdempotencyKeys;
import io.keydesk.persistence.work.JdbcReconcileQueue;
import io.keydesk.persistence.work.JdbcTicketQueue;
import io.keydesk.persistence.work.JdbcTransactions;
import io.keydesk.persistence.work.JobProperties;
import io.keydesk.persistence.work.Schedulers;
import io.keydesk.persistence.work.Wakes;
import io.keydesk.persistence.work.Workers;
import io.keydesk.service.reconcile.ClusterWork;
import io.keydesk.service.timeline.EventListener;
import io.keydesk.service.work.Expiry;
import io.keydesk.service.work.FleetWork;
import io.keydesk.service.work.TicketWork;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.PropertySource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.function.SingletonSupplier;

/** Puts PostgreSQL behind the ports, and starts the workers and the relay of events. */
@AutoConfiguration(
        after = {DataSourceAutoConfiguration.class, JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class})
@EnableConfigurationProperties(JobProperties.class)
@PropertySource("classpath:io/keydesk/persistence/defaults.properties")
final class PersistenceAutoConfiguration {

    private final Json json = new Json();
    private final Signal outboxFilled = new Signal();
    private final Wakes wakes = new Wakes();
    private final Outage outage = new Outage();

    /** This run of keydesk, among all that share the database. */
    private final String instance = UUID.randomUUID().toString();

    @Bean
    CheckedMigration checkedMigration(JdbcConnectionDetails details) {
        return new CheckedMigration(details);
    }

    @Bean
    JdbcTransactions transactions(PlatformTransactionManager manager) {
        return new JdbcTransactions(manager);
    }

    @Bean
    JdbcTickets tickets(JdbcClient jdbc, DataSource dataSource) {
        return new JdbcTickets(jdbc, PlannedAnew.on(dataSource), json);
    }

    @Bean
    JdbcClusters clusters(JdbcClient jdbc) {
        return new JdbcClusters(jdbc, json);
    }

    @Bean
    JdbcTenants tenants(JdbcClient jdbc) {
        return new JdbcTenants(jdbc, json);
    }

    @Bean
    JdbcFleetUpgrades fleetUpgrades(JdbcClient jdbc) {
        return new JdbcFleetUpgrades(jdbc);
    }

    @Bean
    JdbcMeters meters(JdbcClient jdbc) {
        return new JdbcMeters(jdbc);
    }

    @Bean
    JdbcTimeline timeline(NamedParameterJdbcTemplate jdbc) {
        return new JdbcTimeline(jdbc, outboxFilled);
    }

    @Bean
    JdbcIdempotencyKeys idempotencyKeys(JdbcClient jdbc) {
        return new JdbcIdempotencyKeys(jdbc);
    }

    @Bean
    JdbcRegionClaims regionClaims(JdbcClient jdbc) {
        return new JdbcRegionClaims(jdbc, instance);
    }

    @Bean
    OutboxRelay outboxRelay(JdbcClient jdbc, ObjectProvider<EventListener> listeners) {
        return new OutboxRelay(
                jdbc, SingletonSupplier.of(() -> listeners.orderedStream().toList())::obtain, outboxFilled, outage);
    }

    @Bean
    DatabaseClock databaseClock(JdbcClient jdbc) {
        return new DatabaseClock(jdbc);
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock(DatabaseClock time) {
        return time.withZone(ZoneOffset.UTC);
    }

    @Bean
    JdbcReconcileQueue reconcileQueue(JdbcClient jdbc, DatabaseClock clock) {
        return new JdbcReconcileQueue(jdbc, wakes, clock);
    }

    @Bean
    JdbcTicketQueue ticketQueue(JdbcClient jdbc) {
        return new JdbcTicketQueue(jdbc);
    }

    @Bean
    Schedulers schedulers(DataSource dataSource, JobProperties properties, DatabaseClock clock) {
        return new Schedulers(dataSource, properties, clock, instance, outage);
    }

    @Bean
    Workers workers(
            Schedulers schedulers,
            JdbcClient jdbc,
            ObjectProvider<ClusterWork> clusterWork,
            ObjectProvider<TicketWork> ticketWork,
            ObjectProvider<Expiry> expiry,
            ObjectProvider<FleetWork> fleetWork,
            JdbcIdempotencyKeys keys,
            JdbcReconcileQueue queue,
            JdbcClusters clusters) {
        var ofClusters = SingletonSupplier.of(clusterWork::getObject);
        var ofTickets = SingletonSupplier.of(ticketWork::getObject);
        var ofWaiting = SingletonSupplier.of(expiry::getObject);
        var ofFleet = SingletonSupplier.of(fleetWork::getObject);
        var work = new Schedulers.Work(ofClusters::obtain, ofTickets::obtain, ofWaiting::obtain, ofFleet::obtain, keys);
        return new Workers(() -> schedulers.create(jdbc, wakes, work), queue, clusters, wakes);
    }
}
