package io.keydesk.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.TicketNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PhaseTests {

    private static final Instant NOW = SampleClusters.MADE_AT.plus(Duration.ofMinutes(1));
    private static final Trouble TROUBLE = new Trouble(NOW, 1, "PortInUse", "Port 6379 is in use.");

    private static final Cluster ORDERED = SampleClusters.of(SampleTickets.order(new TicketNumber(1), "cache"));
    private static final Cluster READY = ORDERED.observed(SampleClusters.healthy(1), null, NOW);
    private static final Cluster CHANGED =
            READY.desiring(revision(2, READY.desired().state()));
    private static final Cluster POWERING_OFF =
            READY.desiring(revision(2, READY.desired().state().asPowered(false)));
    private static final Cluster DELETING =
            READY.desiring(revision(2, READY.desired().state().asDeleted()));

    static Stream<Arguments> clusters() {
        return Stream.of(
                Arguments.of("just ordered", ORDERED, Phase.PROVISIONING),
                Arguments.of(
                        "ordered, with trouble",
                        ORDERED.observed(Observation.NOTHING, TROUBLE, NOW),
                        Phase.PROVISIONING),
                Arguments.of(
                        "ordered, half there", ORDERED.observed(seen(0, Status.FALSE), null, NOW), Phase.PROVISIONING),
                Arguments.of(
                        "ordered, healthy but nothing applied",
                        ORDERED.observed(seen(0, Status.TRUE), null, NOW),
                        Phase.PROVISIONING),
                Arguments.of("order given up", ORDERED.abandoned(NOW), Phase.FAILED),
                Arguments.of("order retried", ORDERED.abandoned(NOW).resumed(NOW), Phase.PROVISIONING),
                Arguments.of("all well", READY, Phase.READY),
                Arguments.of("newer revision", CHANGED, Phase.UPDATING),
                Arguments.of(
                        "newer revision applied", CHANGED.observed(SampleClusters.healthy(2), null, NOW), Phase.READY),
                Arguments.of(
                        "newer revision, with trouble",
                        CHANGED.observed(seen(1, Status.TRUE), TROUBLE, NOW),
                        Phase.DEGRADED),
                Arguments.of("condition false", READY.observed(seen(1, Status.FALSE), null, NOW), Phase.DEGRADED),
                Arguments.of("condition unknown", READY.observed(seen(1, Status.UNKNOWN), null, NOW), Phase.DEGRADED),
                Arguments.of("trouble", READY.observed(seen(1, Status.TRUE), TROUBLE, NOW), Phase.DEGRADED),
                Arguments.of(
                        "well again",
                        READY.observed(seen(1, Status.FALSE), TROUBLE, NOW).observed(seen(1, Status.TRUE), null, NOW),
                        Phase.READY),
                Arguments.of("being powered off", POWERING_OFF, Phase.UPDATING),
                Arguments.of("powered off", POWERING_OFF.observed(seen(2, Status.UNKNOWN), null, NOW), Phase.OFF),
                Arguments.of(
                        "powered off, with trouble",
                        POWERING_OFF.observed(seen(2, Status.UNKNOWN), TROUBLE, NOW),
                        Phase.DEGRADED),
                Arguments.of("being deleted", DELETING, Phase.DELETING),
                Arguments.of(
                        "being deleted, with trouble",
                        DELETING.observed(seen(1, Status.FALSE), TROUBLE, NOW),
                        Phase.DELETING),
                Arguments.of(
                        "failed order being deleted",
                        ORDERED.abandoned(NOW)
                                .desiring(revision(2, READY.desired().state().asDeleted())),
                        Phase.DELETING),
                Arguments.of("gone", DELETING.gone(NOW), Phase.DELETED));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("clusters")
    void isDerivedFromWhatIsDesiredAndObserved(String what, Cluster cluster, Phase phase) {
        assertThat(cluster.phase()).as(what).isEqualTo(phase);
    }

    private static Observation seen(int revision, Status status) {
        return new Observation(revision, List.of(SampleClusters.condition(Type.PROVISIONED, status)), List.of(), null);
    }

    private static Revision revision(int number, DesiredState state) {
        return SampleClusters.revision(number, state, SampleTickets.order(new TicketNumber(2), "cache"));
    }
}
