package io.keydesk.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.TicketNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTests {

    private static final Instant FIRST = SampleClusters.MADE_AT.plus(Duration.ofSeconds(1));
    private static final Instant LATER = SampleClusters.MADE_AT.plus(Duration.ofSeconds(2));
    private static final Cluster ORDERED = SampleClusters.of(SampleTickets.order(new TicketNumber(1), "cache"));

    @Test
    void remembersWhenItWasReadyFirst() {
        var cluster = ORDERED.observed(SampleClusters.healthy(1), null, FIRST)
                .observed(SampleClusters.healthy(1), null, LATER);

        assertThat(cluster.readyAt()).isEqualTo(FIRST);
    }

    @Test
    void isSettledOnceItsNewestRevisionIsAppliedAndAllIsWell() {
        assertThat(ORDERED.observed(SampleClusters.healthy(1), null, FIRST).isSettled())
                .isTrue();
    }

    @Test
    void isNotSettledWhileAnOlderRevisionIsApplied() {
        var changed = ORDERED.observed(SampleClusters.healthy(1), null, FIRST)
                .desiring(SampleClusters.revision(
                        2,
                        ORDERED.desired().state().withSettings(Map.of("timeout", "60")),
                        SampleTickets.order(new TicketNumber(2), "cache")));

        assertThat(changed.isSettled()).isFalse();
    }

    @Test
    void isNotSettledWhileSomethingIsUnknown() {
        var unknown = new Observation(
                1, List.of(SampleClusters.condition(Type.PROVISIONED, Status.UNKNOWN)), List.of(), null);

        assertThat(ORDERED.observed(unknown, null, FIRST).isSettled()).isFalse();
    }

    @Test
    void isNotSettledBeforeAnythingWasChecked() {
        var unchecked = new Observation(1, List.of(), List.of(), null);

        assertThat(ORDERED.observed(unchecked, null, FIRST).isSettled()).isFalse();
    }

    @Test
    void startsAfreshWithANewRevision() {
        var trouble = new Trouble(FIRST, 7, "PortInUse", "Port 6379 is in use.");
        var cluster = ORDERED.observed(Observation.NOTHING, trouble, FIRST).abandoned(FIRST);

        var next = cluster.desiring(SampleClusters.revision(
                2, ORDERED.desired().state(), SampleTickets.order(new TicketNumber(2), "cache")));

        assertThat(next.abandoned()).isFalse();
        assertThat(next.trouble()).isNull();
        assertThat(next.version()).isEqualTo(cluster.version() + 1);
    }
}
