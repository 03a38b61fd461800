package io.keydesk.service.usage;

import static io.keydesk.service.cluster.SampleClusters.MADE_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.ticket.SampleTickets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Meters} promises. */
public abstract class MetersContract {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant READY_AT = MADE_AT.plusSeconds(3);
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant LATER = MADE_AT.plus(DAY.multipliedBy(100));

    private Store store;
    private Meters meters;

    /** An empty one. */
    protected abstract Store emptyStore();

    protected abstract Meters meters(Store store);

    @BeforeEach
    void open() {
        store = emptyStore();
        meters = meters(store);
    }

    @Test
    void readsAClusterThatIsReady() {
        var cluster = ready("orders-cache");

        assertThat(meters.of(cluster.id()))
                .contains(new Meter(
                        cluster.id(),
                        SampleTenants.DEMO,
                        "orders-cache",
                        Environment.DEVELOPMENT,
                        READY_AT,
                        null,
                        List.of(new Mark(MADE_AT, "s", true, false)),
                        SampleClusters.USED));
    }

    @Test
    void readsTheSpansOfAClusterThatWasChangedAndDeleted() {
        var cluster = ready("orders-cache");
        revise(cluster, day(1), state -> state.withSettings(Map.of("timeout", "60")));
        revise(cluster, day(2), state -> state.withPlan("m"));
        revise(cluster, day(3), state -> state.withSettings(Map.of("timeout", "90")));
        revise(cluster, day(4), DesiredState::asDeleted);
        store.change(cluster, held -> held.gone(day(5)));

        var meter = meters.of(cluster.id()).orElseThrow();

        assertThat(meter.deletedAt()).isEqualTo(day(5));
        assertThat(meter.spans(LATER))
                .containsExactly(new Span(READY_AT, day(2), "s", true), new Span(day(2), day(4), "m", true));
    }

    @Test
    void readsTheSpansOfAClusterThatWasOffForAWhile() {
        var cluster = ready("orders-cache");
        revise(cluster, day(1), state -> state.asPowered(false));
        revise(cluster, day(3), state -> state.asPowered(true));

        assertThat(meters.of(cluster.id()).orElseThrow().spans(day(4)))
                .containsExactly(
                        new Span(READY_AT, day(1), "s", true),
                        new Span(day(1), day(3), "s", false),
                        new Span(day(3), day(4), "s", true));
    }

    @Test
    void readsAClusterThatNeverWasReady() {
        var cluster = store.made("orders-cache");

        assertThat(meters.of(cluster.id()).orElseThrow().spans(LATER)).isEmpty();
        assertThat(meters.of(SampleTenants.DEMO, LONG_AGO, LATER)).isEmpty();
        assertThat(meters.of(new ClusterId(SampleTickets.id()))).isEmpty();
    }

    @Test
    void readsTheClustersThatATenantHadBetweenTwoMoments() {
        var deleted = ready("deleted");
        var living = ready("living");
        revise(deleted, day(1), DesiredState::asDeleted);
        store.change(deleted, held -> held.gone(day(2)));

        assertThat(meters.of(SampleTenants.DEMO, LONG_AGO, LATER))
                .extracting(Meter::cluster)
                .containsExactly(deleted.id(), living.id());
        assertThat(meters.of(SampleTenants.DEMO, day(2), LATER))
                .extracting(Meter::cluster)
                .containsExactly(living.id());
        assertThat(meters.of(SampleTenants.DEMO, LONG_AGO, READY_AT)).isEmpty();
        assertThat(meters.of(SampleTenants.ACME, LONG_AGO, LATER)).isEmpty();
    }

    private Cluster ready(String name) {
        return store.change(store.made(name), held -> held.observed(SampleClusters.healthy(1), null, READY_AT));
    }

    private void revise(Cluster cluster, Instant at, UnaryOperator<DesiredState> change) {
        store.change(cluster, held -> {
            var last = held.desired();
            return held.desiring(new Revision(
                    last.number() + 1, change.apply(last.state()), last.ticket(), last.ticketNumber(), last.by(), at));
        });
    }

    private static Instant day(int days) {
        return MADE_AT.plus(DAY.multipliedBy(days));
    }
}
