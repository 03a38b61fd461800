package io.keydesk.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationTests {

    private static final Instant EARLIER = SampleClusters.MADE_AT;
    private static final Instant NOW = EARLIER.plus(Duration.ofMinutes(1));

    @Test
    void keepsSinceWhileTheStatusStays() {
        var seen = of(condition(Status.FALSE, "Worse", NOW)).continuing(of(condition(Status.FALSE, "Bad", EARLIER)));

        assertThat(seen.conditions()).containsExactly(condition(Status.FALSE, "Worse", EARLIER));
    }

    @Test
    void datesAStatusThatChanged() {
        var seen = of(condition(Status.TRUE, "Good", NOW)).continuing(of(condition(Status.FALSE, "Bad", EARLIER)));

        assertThat(seen.conditions()).containsExactly(condition(Status.TRUE, "Good", NOW));
    }

    @Test
    void datesAConditionThatIsNew() {
        var seen = of(condition(Status.TRUE, "Good", NOW)).continuing(Observation.NOTHING);

        assertThat(seen.conditions()).containsExactly(condition(Status.TRUE, "Good", NOW));
    }

    @Test
    void keepsThePrimaryWhileThereIsNone() {
        var before = withPrimary(1).continuing(Observation.NOTHING);

        assertThat(withPrimary(null).continuing(before).lastPrimary()).isEqualTo(1);
    }

    @Test
    void takesThePrimaryThatItSees() {
        var before = withPrimary(1).continuing(Observation.NOTHING);

        assertThat(withPrimary(2).continuing(before).lastPrimary()).isEqualTo(2);
    }

    @Test
    void replacesAConditionAndKeepsTheOthers() {
        var quorum = new Condition(Type.QUORUM_HEALTHY, Status.TRUE, "Three", "Three agree.", EARLIER);
        var seen = new Observation(1, List.of(condition(Status.TRUE, "Good", EARLIER), quorum), List.of(), null);

        assertThat(seen.with(condition(Status.FALSE, "Bad", NOW)).conditions())
                .containsExactlyInAnyOrder(condition(Status.FALSE, "Bad", NOW), quorum);
    }

    @Test
    void keepsWhatEarlierLooksSawWhereAConditionIsReplaced() {
        var ill = withPrimary(1).continuing(Observation.NOTHING).ill(EARLIER);

        var seen = ill.with(condition(Status.FALSE, "Bad", NOW));

        assertThat(seen.lastPrimary()).isEqualTo(1);
        assertThat(seen.illness()).isEqualTo(new Illness(EARLIER, List.of()));
    }

    @Test
    void claimsNothingThatNobodyLookedAt() {
        var unseen = of(condition(Status.TRUE, "Good", EARLIER)).unseen(NOW);

        assertThat(unseen.conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.status()).isEqualTo(Status.UNKNOWN);
            assertThat(condition.reason()).isEqualTo("NotLookedAt");
            assertThat(condition.since()).isEqualTo(NOW);
        });
    }

    private static Observation of(Condition condition) {
        return new Observation(1, List.of(condition), List.of(), null);
    }

    private static Condition condition(Status status, String reason, Instant since) {
        return new Condition(Type.PROVISIONED, status, reason, "Looked at it.", since);
    }

    private static Observation withPrimary(@Nullable Integer index) {
        var nodes = index == null
                ? List.<NodeObservation>of()
                : List.of(new NodeObservation(
                        index, State.RUNNING, Role.PRIMARY, "127.0.0.1:1", null, "127.0.0.1:2", State.RUNNING));
        return new Observation(1, List.of(), nodes, null);
    }
}
