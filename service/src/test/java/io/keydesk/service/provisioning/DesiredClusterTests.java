package io.keydesk.service.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.TicketNumber;
import org.junit.jupiter.api.Test;

class DesiredClusterTests {

    @Test
    void isToBeMadeUntilARegionHasReportedThatItIs() {
        var ordered = SampleClusters.of(SampleTickets.order(new TicketNumber(1), "orders-cache"));

        assertThat(DesiredCluster.of(ordered).existing()).isFalse();
        assertThat(DesiredCluster.of(ordered.observed(SampleClusters.healthy(1), null, SampleClusters.MADE_AT))
                        .existing())
                .isTrue();
    }

    @Test
    void isNeverToBeMadeAnewOnceItWasReady() {
        var ready = SampleClusters.of(SampleTickets.order(new TicketNumber(1), "orders-cache"))
                .observed(SampleClusters.healthy(1), null, SampleClusters.MADE_AT);

        var unseen = ready.observed(Observation.NOTHING, null, SampleClusters.MADE_AT);

        assertThat(DesiredCluster.of(unseen).existing()).isTrue();
    }
}
