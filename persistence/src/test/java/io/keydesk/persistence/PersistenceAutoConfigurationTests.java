package io.keydesk.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.reconcile.ClusterWork;
import io.keydesk.service.reconcile.Look;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenants;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.EventListener;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.work.ReconcileQueue;
import io.keydesk.service.work.Transactions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(120)
class PersistenceAutoConfigurationTests {

    @TempDir
    private Path home;

    @Test
    void keepsWhatWasCommittedAcrossRestarts() {
        try (var first = start()) {
            first.getBean(Tenants.class).put(SampleTenants.all());
        }
        try (var second = start()) {
            var tenants = second.getBean(Tenants.class);
            assertThat(SampleTenants.all())
                    .allSatisfy(
                            tenant -> assertThat(tenants.find(tenant.slug())).contains(tenant));
        }
    }

    @Test
    void startsWorkersRelayAndASafeServer() {
        try (var context = start()) {
            var jdbc = context.getBean(JdbcClient.class);
            assertThat(List.of("fsync", "synchronous_commit", "full_page_writes"))
                    .allSatisfy(setting -> assertThat(jdbc.sql("show " + setting)
                                    .query(String.class)
                                    .single())
                            .isEqualTo("on"));
            var application = context.getBean(Application.class);
            var cluster = new ClusterId(SampleTickets.id());
            context.getBean(Tenants.class).put(SampleTenants.all());

            context.getBean(Transactions.class).inTransaction(() -> {
                var tickets = context.getBean(Tickets.class);
                var ticket = tickets.add(SampleTickets.order("orders-cache"));
                context.getBean(Timeline.class)
                        .add(Event.on(ticket, "ticket-filed", "dana", "Filed.", SampleTickets.FILED_AT));
                context.getBean(ReconcileQueue.class).wake(cluster);
                return ticket;
            });

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(application.looks).containsExactly(cluster);
                assertThat(application.events).extracting(Event::type).containsExactly("ticket-filed");
            });
        }
    }

    @Test
    void refusesAHomeThatAnotherHas() {
        try (var _ = start()) {
            assertThatThrownBy(() -> start())
                    .rootCause()
                    .hasMessageStartingWith("another keydesk (process")
                    .hasMessageEndingWith("is running on " + home);
        }
    }

    private ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(Stream.concat(Stream.of("--keydesk.home=" + home), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        private final List<ClusterId> looks = new CopyOnWriteArrayList<>();
        private final List<Event> events = new CopyOnWriteArrayList<>();

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        /** Depends on what the workers depend on, as the application's does. */
        @Bean
        ClusterWork work(Clusters clusters, ReconcileQueue queue) {
            return (cluster, _) -> {
                looks.add(cluster);
                return new Look.Never();
            };
        }

        @Bean
        EventListener listener(Timeline timeline) {
            return events::add;
        }
    }
}
