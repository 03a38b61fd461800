package io.keydesk.service.cluster;

import static io.keydesk.service.cluster.SampleClusters.MADE_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.Holding;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.ticket.NameHolder;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.work.ConcurrentChange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Clusters} promises, as far as one caller at a time can see it. */
public abstract class ClustersContract {

    private static final Instant LATER = MADE_AT.plusSeconds(60);

    private Store store;
    private Clusters clusters;

    /** An empty one. */
    protected abstract Store emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
        clusters = store.clusters();
    }

    @Test
    void readsBackWhatWasAdded() {
        var cluster = store.made("orders-cache");

        assertThat(clusters.find(cluster.id())).contains(cluster);
        assertThat(clusters.find(new ClusterId(SampleTickets.id()))).isEmpty();
        assertThat(clusters.lock(new ClusterId(SampleTickets.id()))).isEmpty();
    }

    @Test
    void readsBackWhatWasSeen() {
        var cluster = store.made("orders-cache");
        var trouble = new Trouble(LATER, 3, "PortInUse", "Port 6379 is taken.");

        var seen = store.change(cluster, held -> held.observed(SampleClusters.healthy(1), trouble, LATER));

        assertThat(clusters.find(cluster.id())).contains(seen);
    }

    @Test
    void readsBackTheMaintenanceWindow() {
        var cluster = store.made("orders-cache");
        var window = new MaintenanceWindow(
                DayOfWeek.SUNDAY, LocalTime.of(3, 30), Duration.ofMinutes(90), ZoneId.of("Europe/Berlin"));

        var maintained = store.change(cluster, held -> held.maintainedIn(window, LATER));
        assertThat(clusters.find(cluster.id())).contains(maintained);

        var without = store.change(cluster, held -> held.maintainedIn(null, LATER));
        assertThat(clusters.find(cluster.id())).contains(without);
    }

    @Test
    void keepsDeletionProtection() {
        var cluster = store.made("orders-cache");

        var safe = store.change(cluster, held -> held.protectedFromDeletion(true, LATER));

        assertThat(safe.deletionProtection()).isTrue();
        assertThat(clusters.find(cluster.id())).contains(safe);
    }

    @Test
    void keepsEveryRevision() {
        var cluster = store.made("orders-cache");

        var changed = store.change(cluster, held -> held.desiring(next(held, "60")));
        var again = store.change(cluster, held -> held.desiring(next(held, "90")));

        assertThat(clusters.find(cluster.id())).contains(again);
        assertThat(clusters.revisions(cluster.id(), Integer.MAX_VALUE, 2))
                .containsExactly(again.desired(), changed.desired());
        assertThat(clusters.revisions(cluster.id(), 2, 2)).containsExactly(cluster.desired());
        assertThat(clusters.revision(cluster.id(), 2)).contains(changed.desired());
        assertThat(clusters.revision(cluster.id(), 4)).isEmpty();
    }

    @Test
    void refusesToUpdateWhatIsNotThere() {
        var ticket = store.ordered("orders-cache");

        assertThatIllegalStateException().isThrownBy(() -> clusters.update(SampleClusters.of(ticket)));
    }

    @Test
    void givesANameToOneCluster() {
        var first = store.ordered("orders-cache");
        clusters.add(SampleClusters.of(first));
        store.change(first, held -> held.in(new Rejected(LATER, "No."), LATER));
        var second = store.ordered("orders-cache");

        assertThatExceptionOfType(ConcurrentChange.class)
                .isThrownBy(() -> store.transactions().inTransaction(() -> {
                    clusters.add(SampleClusters.of(second));
                    return second;
                }));
    }

    @Test
    void setsANameFreeWithItsCluster() {
        var ticket = store.ordered("orders-cache");
        var cluster = SampleClusters.of(ticket);
        clusters.add(cluster);
        store.change(ticket, held -> held.in(new Rejected(LATER, "No."), LATER));
        assertThat(store.tickets().holders(SampleTenants.DEMO, "local", "orders-cache"))
                .containsExactly(new NameHolder.Existing());

        var gone = store.change(cluster, held -> held.gone(LATER));

        assertThat(store.tickets().holders(SampleTenants.DEMO, "local", "orders-cache"))
                .isEmpty();
        assertThat(clusters.find(cluster.id())).contains(gone);
    }

    @Test
    void listsTheNewestFirstAndGoesOnAfterAPage() {
        var one = store.made("one");
        var two = store.made("two");
        var three = store.made("three");

        assertThat(clusters.list(query(null, null, 2))).containsExactly(three, two);
        assertThat(clusters.list(query(null, two.id(), 2))).containsExactly(one);
    }

    @Test
    void listsWhatIsNotDeleted() {
        var one = store.made("one");
        store.change(store.made("two"), held -> held.gone(LATER));

        assertThat(clusters.list(query(null, null, 10))).containsExactly(one);
        assertThat(clusters.living()).containsExactly(one.id());
    }

    @Test
    void listsTheClustersOfSomeTenants() {
        var demo = store.made(SampleTenants.DEMO, "orders-cache");
        store.made(SampleTenants.ACME, "orders-cache");

        assertThat(clusters.list(new ClusterQuery(Optional.of(Set.of("demo")), null, null, null, null, null, 10)))
                .containsExactly(demo);
        assertThat(clusters.list(new ClusterQuery(Optional.of(Set.of()), null, null, null, null, null, 10)))
                .isEmpty();
    }

    @Test
    void listsByRegionPurposeEnvironmentAndName() {
        var one = store.made("one");
        store.made("two");

        assertThat(clusters.list(query("one", null, 10))).containsExactly(one);
        assertThat(clusters.list(
                        new ClusterQuery(Optional.empty(), "local", "session-cache", "development", null, null, 10)))
                .hasSize(2);
        assertThat(clusters.list(new ClusterQuery(Optional.empty(), "north", null, null, null, null, 10)))
                .isEmpty();
        assertThat(clusters.list(new ClusterQuery(Optional.empty(), null, "locks", null, null, null, 10)))
                .isEmpty();
        assertThat(clusters.list(new ClusterQuery(Optional.empty(), null, null, "production", null, null, 10)))
                .isEmpty();
    }

    @Test
    void knowsThePlansThatATenantUses() {
        store.made("one");
        store.change(store.made("two"), held -> held.desiring(next(held, "90", "m")));
        store.change(store.made("three"), held -> held.gone(LATER));
        store.made(SampleTenants.ACME, "four");

        assertThat(clusters.holdings(SampleTenants.DEMO))
                .containsExactlyInAnyOrder(
                        new Holding(Environment.DEVELOPMENT, "s", 1), new Holding(Environment.DEVELOPMENT, "m", 1));
    }

    private Revision next(Cluster cluster, String timeout) {
        return next(cluster, timeout, cluster.desired().state().plan());
    }

    private Revision next(Cluster cluster, String timeout, String plan) {
        var state = cluster.desired().state().withSettings(Map.of("timeout", timeout));
        var ticket = store.added(SampleTickets.settings(cluster));
        return SampleClusters.revision(
                cluster.desired().number() + 1,
                new DesiredState(plan, state.namespaces(), state.settings(), false),
                ticket);
    }

    private static ClusterQuery query(@Nullable String name, @Nullable ClusterId after, int limit) {
        return new ClusterQuery(Optional.empty(), null, null, null, name, after, limit);
    }
}
