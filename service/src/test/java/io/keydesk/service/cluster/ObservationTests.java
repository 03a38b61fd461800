package io.keydesk.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationTests {

    private static final Instant EARLIER = SampleClusters.MADE_AT;
    private static final long MIB = 1024 * 1024;
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

    @Test
    void keepsTheMemoryThatWasSeenWhileItIsAboutTheSame() {
        var before = using(100 * MIB);

        assertThat(using(100 * MIB + MIB / 2).continuing(before)).isEqualTo(before);
        assertThat(using(101 * MIB + MIB / 2).continuing(before)).isEqualTo(before);
        assertThat(using(102 * MIB).continuing(before).usedMemoryBytes()).hasValue(102 * MIB);
        assertThat(using(98 * MIB).continuing(before).usedMemoryBytes()).hasValue(98 * MIB);
    }

    @Test
    void noticesNoMebibyteLessOfALittle() {
        var before = using(2 * MIB);

        assertThat(using(3 * MIB - 1).continuing(before)).isEqualTo(before);
        assertThat(using(3 * MIB).continuing(before).usedMemoryBytes()).hasValue(3 * MIB);
    }

    @Test
    void forgetsTheMemoryOfANodeThatDoesNotAnswer() {
        assertThat(silent().continuing(using(5 * MIB)).usedMemoryBytes()).isEmpty();
        assertThat(using(5 * MIB).continuing(silent()).usedMemoryBytes()).hasValue(5 * MIB);
    }

    @Test
    void tellsTheMemoryOfTheNodeThatUsesMost() {
        var seen = using(3 * MIB, null, 7 * MIB);

        assertThat(seen.usedMemoryBytes()).hasValue(7 * MIB);
        assertThat(seen.unmeasured()).containsExactly(1);
    }

    private static Observation silent() {
        return using((Long) null);
    }

    private static Observation using(@Nullable Long... bytes) {
        var nodes = IntStream.range(0, bytes.length)
                .mapToObj(index -> new NodeObservation(
                        index,
                        State.RUNNING,
                        Role.REPLICA,
                        "127.0.0.1:1",
                        true,
                        "127.0.0.1:2",
                        State.RUNNING,
                        bytes[index]))
                .toList();
        return new Observation(1, List.of(), nodes, null);
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
                        index, State.RUNNING, Role.PRIMARY, "127.0.0.1:1", null, "127.0.0.1:2", State.RUNNING, null));
        return new Observation(1, List.of(), nodes, null);
    }
}
