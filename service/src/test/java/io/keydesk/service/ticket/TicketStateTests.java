package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TicketStateTests {

    private static final Instant APPROVED_AT = SampleTickets.FILED_AT;
    private static final Instant STARTED_AT = APPROVED_AT.plus(Duration.ofSeconds(1));
    private static final Instant NOW = APPROVED_AT.plus(Duration.ofSeconds(2));
    private static final Progress HALF = new Progress(1, 2, "Half");
    private static final Scheduled LATER = new Scheduled(APPROVED_AT, NOW, null);
    private static final AwaitingApproval ASKED = new AwaitingApproval(2, List.of(), List.of("dana"));
    private static final InProgress WORKING = new InProgress(APPROVED_AT, STARTED_AT, HALF);

    @Test
    void isApprovedByTheOnlyPersonWhoMust() {
        assertThat(new AwaitingApproval(1, List.of()).approve("ada", NOW)).isEqualTo(new Approved(NOW));
    }

    @Test
    void waitsForTheSecondPerson() {
        assertThat(new AwaitingApproval(2, List.of()).approve("ada", NOW))
                .isEqualTo(new AwaitingApproval(2, List.of("ada")));
    }

    @Test
    void isApprovedByTheSecondPerson() {
        assertThat(new AwaitingApproval(2, List.of("ada")).approve("bob", NOW)).isEqualTo(new Approved(NOW));
    }

    @Test
    void countsEachPersonOnce() {
        assertThat(new AwaitingApproval(2, List.of("ada")).approve("ada", NOW))
                .isEqualTo(new AwaitingApproval(2, List.of("ada")));
    }

    @Test
    void hasALabelEach() {
        assertThat(TicketState.LABELS)
                .hasSameSizeAs(TicketState.class.getPermittedSubclasses())
                .doesNotHaveDuplicates()
                .contains(LATER.label(), WORKING.label());
    }

    static Stream<Arguments> transitions() {
        return Stream.of(
                Arguments.of(new AwaitingApproval(1, List.of()).reject("Too big", NOW), new Rejected(NOW, "Too big")),
                Arguments.of(new AwaitingApproval(1, List.of()).cancel("Typo", NOW), new Cancelled(null, NOW, "Typo")),
                Arguments.of(new Approved(APPROVED_AT).start(HALF, STARTED_AT), WORKING),
                Arguments.of(new Approved(APPROVED_AT).cancel("Typo", NOW), new Cancelled(APPROVED_AT, NOW, "Typo")),
                Arguments.of(new AwaitingApproval(1, List.of()).expire("Late", NOW), new Expired(NOW, "Late")),
                Arguments.of(
                        new AwaitingApproval(2, List.of("ada"), List.of("dana")).previewed(),
                        new AwaitingApproval(2, List.of(), List.of("dana"))),
                Arguments.of(new Approved(APPROVED_AT).schedule(NOW), new Scheduled(APPROVED_AT, NOW, null)),
                Arguments.of(
                        new Approved(APPROVED_AT).queue("VK-1", ASKED),
                        new Scheduled(APPROVED_AT, APPROVED_AT, "VK-1", ASKED)),
                Arguments.of(
                        new Scheduled(APPROVED_AT, NOW, "VK-1", ASKED).waitFor("VK-2"),
                        new Scheduled(APPROVED_AT, NOW, "VK-2", ASKED)),
                Arguments.of(
                        new Scheduled(APPROVED_AT, NOW, "VK-1", ASKED).move(STARTED_AT),
                        new Scheduled(APPROVED_AT, STARTED_AT, null)),
                Arguments.of(LATER.waitFor("VK-1"), new Scheduled(APPROVED_AT, NOW, "VK-1")),
                Arguments.of(LATER.waitFor("VK-1").move(STARTED_AT), new Scheduled(APPROVED_AT, STARTED_AT, null)),
                Arguments.of(LATER.due(), new Approved(APPROVED_AT)),
                Arguments.of(LATER.fail("Full", NOW), new Failed(APPROVED_AT, null, NOW, "Full")),
                Arguments.of(LATER.cancel("Typo", NOW), new Cancelled(APPROVED_AT, NOW, "Typo")),
                Arguments.of(
                        WORKING.at(new Progress(2, 2, "All")),
                        new InProgress(APPROVED_AT, STARTED_AT, new Progress(2, 2, "All"))),
                Arguments.of(
                        WORKING.waiting("Away"),
                        new InProgress(APPROVED_AT, STARTED_AT, new Progress(1, 2, "Away"), true)),
                Arguments.of(
                        WORKING.waiting("Away").back(NOW),
                        new InProgress(APPROVED_AT, NOW, new Progress(1, 2, "Going on"))),
                Arguments.of(WORKING.fulfil(NOW), new Fulfilled(APPROVED_AT, STARTED_AT, NOW)),
                Arguments.of(WORKING.fail("Full", NOW), new Failed(APPROVED_AT, STARTED_AT, NOW, "Full")),
                Arguments.of(WORKING.cancel("Typo", NOW), new Cancelled(APPROVED_AT, NOW, "Typo")),
                Arguments.of(
                        new Failed(APPROVED_AT, STARTED_AT, STARTED_AT, "Full").retry(NOW),
                        new InProgress(APPROVED_AT, NOW, new Progress(0, 1, "Retrying"))));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void goesOnAsTheDiagramSays(TicketState found, TicketState expected) {
        assertThat(found).isEqualTo(expected);
    }

    static Stream<Arguments> labels() {
        return Stream.of(
                Arguments.of(new AwaitingApproval(1, List.of()), "awaiting-approval", false),
                Arguments.of(new Approved(NOW), "approved", false),
                Arguments.of(LATER, "scheduled", false),
                Arguments.of(WORKING, "in-progress", false),
                Arguments.of(new Fulfilled(NOW, NOW, NOW), "fulfilled", true),
                Arguments.of(new Failed(NOW, NOW, NOW, "Full"), "failed", true),
                Arguments.of(new Rejected(NOW, "Too big"), "rejected", true),
                Arguments.of(new Cancelled(null, NOW, "Typo"), "cancelled", true),
                Arguments.of(new Expired(NOW, "Late"), "expired", true));
    }

    @ParameterizedTest
    @MethodSource("labels")
    void isKnownByItsLabelAndWhetherItIsAnEnd(TicketState state, String label, boolean end) {
        assertThat(state.label()).isEqualTo(label);
        assertThat(state.isEnd()).isEqualTo(end);
    }
}
