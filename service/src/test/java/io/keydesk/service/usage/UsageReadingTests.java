package io.keydesk.service.usage;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.work.SettableClock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReadingTests {

    private static final Instant NOW = Instant.parse("2026-11-26T06:00:00Z");
    private static final Caller TENANT = new Caller("dana", List.of(new Role.Viewer(SampleTenants.DEMO)));
    private static final Caller OTHER = new Caller("ari", List.of(new Role.Requester(SampleTenants.ACME)));
    private static final Caller ADMIN = new Caller("root", List.of(new Role.Admin()));

    private final Store store = Store.inMemory();
    private final UsageReading reading = new UsageReading(new UsageReading.Ports(
            store.tenants(),
            new InMemoryMeters((InMemoryClusters) store.clusters()),
            new Catalogue(),
            new SettableClock(NOW)));

    @Test
    void addsUpTheClustersOfATenant() {
        ready("one", Instant.parse("2026-11-21T08:00:00Z"));
        ready("two", Instant.parse("2026-11-25T06:00:00Z"));
        store.made("never-ready");

        var usage = assertThat(reading.ofTenant(TENANT, "demo", null)).given();

        assertThat(usage.month()).hasToString("2026-11");
        assertThat(usage.at()).isEqualTo(NOW);
        assertThat(usage.clusters())
                .extracting(cluster -> cluster.meter().name())
                .containsExactly("one", "two");
        assertThat(usage.byEnvironment()).containsOnlyKeys(Environment.DEVELOPMENT);
        assertThat(Bill.total(usage.clusters()).hours()).isEqualByComparingTo("142");
        assertThat(usage.holdings().clusterShare().used()).isEqualTo(3);
    }

    @Test
    void addsUpTheMemoryOfThoseThatRunAsFarAsItIsKnown() {
        var at = Instant.parse("2026-11-21T08:00:00Z");
        ready("one", at, 300L);
        ready("two", at, 50L);
        ready("silent", at, null);
        var off = ready("off", at, 7000L);
        store.change(
                off, held -> held.desiring(next(held, held.desired().state().asPowered(false))));
        var leaving = ready("leaving", at, 7000L);
        store.change(
                leaving, held -> held.desiring(next(held, held.desired().state().asDeleted())));

        var usage = assertThat(reading.ofTenant(TENANT, "demo", null)).given();

        assertThat(usage.clusters()).hasSize(5);
        assertThat(UsedMemory.of(usage.clusters())).isEqualTo(new UsedMemory(350, 2, 3));
    }

    private static Revision next(Cluster cluster, DesiredState state) {
        var last = cluster.desired();
        return new Revision(last.number() + 1, state, last.ticket(), last.ticketNumber(), last.by(), NOW);
    }

    @Test
    void countsAMonthThatIsOverToItsEnd() {
        ready("one", Instant.parse("2026-10-31T23:00:00Z"));

        var usage = assertThat(reading.ofTenant(ADMIN, "demo", "2026-10")).given();

        assertThat(usage.at()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(usage.clusters())
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.bill().hours()).isEqualByComparingTo("1"));
    }

    @Test
    void knowsNothingOfTheTimeBeforeTheFirstCluster() {
        ready("one", Instant.parse("2026-11-21T08:00:00Z"));

        assertThat(assertThat(reading.ofTenant(TENANT, "demo", "0000-01"))
                        .given()
                        .clusters())
                .isEmpty();
    }

    @Test
    void pagesThroughTheClusters() {
        var one = ready("one", Instant.parse("2026-11-21T08:00:00Z"));
        var two = ready("two", Instant.parse("2026-11-21T08:00:00Z"));

        var usage = assertThat(reading.ofTenant(TENANT, "demo", null)).given();

        assertThat(ids(usage.clusters(null, 1))).containsExactly(one.id());
        assertThat(ids(usage.clusters(one.id(), 10))).containsExactly(two.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12", "9999-12", "2026-13", "november", ""})
    void refusesMonthsThatAreNoneOrLater(String month) {
        var cluster = ready("one", Instant.parse("2026-11-21T08:00:00Z"));

        assertThat(reading.ofTenant(TENANT, "demo", month)).isInvalidIn("month");
        assertThat(reading.ofCluster(TENANT, cluster.id(), month)).isInvalidIn("month");
    }

    @Test
    void hidesWhatIsOfOtherTenants() {
        var cluster = ready("one", Instant.parse("2026-11-21T08:00:00Z"));

        assertThat(reading.tenant(OTHER, "demo")).isRefusedAs(NotFound.class);
        assertThat(reading.ofTenant(OTHER, "demo", "nonsense")).isRefusedAs(NotFound.class);
        assertThat(reading.ofTenant(ADMIN, "nobody", null)).isRefusedAs(NotFound.class);
        assertThat(reading.ofTenant(ADMIN, "No Slug", null)).isRefusedAs(NotFound.class);
        assertThat(reading.ofCluster(OTHER, cluster.id(), "nonsense")).isRefusedAs(NotFound.class);
        assertThat(reading.ofCluster(ADMIN, new ClusterId(SampleTickets.id()), null))
                .isRefusedAs(NotFound.class);
    }

    @Test
    void tellsOfAClusterWithoutTime() {
        var cluster = store.made("never-ready");

        var usage = assertThat(reading.ofCluster(TENANT, cluster.id(), null)).given();

        assertThat(usage.charges()).isEmpty();
        assertThat(usage.runs()).isFalse();
        assertThat(usage.bill().forecast()).isZero();
    }

    private Cluster ready(String name, Instant at) {
        return store.change(store.made(name), held -> held.observed(SampleClusters.healthy(1), null, at));
    }

    private Cluster ready(String name, Instant at, @Nullable Long usedMemoryBytes) {
        var seen = SampleClusters.using(SampleClusters.healthy(1), usedMemoryBytes);
        return store.change(ready(name, at), held -> held.observed(seen, null, at));
    }

    private static List<ClusterId> ids(List<ClusterUsage> page) {
        return page.stream().map(usage -> usage.meter().cluster()).toList();
    }
}
