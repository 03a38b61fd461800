package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeleteClusterTests {

    private final DeleteCluster deletion = new DeleteCluster(new ClusterId(SampleTickets.id()));

    @Test
    void wantsNothingLeftAndForgetsNothing() {
        var before = new DesiredState("s", List.of("shop"), new TreeMap<>(Map.of("timeout", "60")), false);

        var after = deletion.effectOn(Optional.of(before), Offers.on(Offers.LOCAL, "s", Purpose.OTHER));

        assertThat(after).isEqualTo(new DesiredState("s", List.of("shop"), before.settings(), true));
    }

    @Test
    void cannotBeUndone() {
        assertThat(deletion.canBeUndone()).isFalse();
    }

    @Test
    void hasNothingThatCouldBeWrong() {
        assertThat(deletion.errors(Offers.ofTwoRegions())).isEmpty();
    }
}
