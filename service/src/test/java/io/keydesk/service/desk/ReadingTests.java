package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.ticket.Ticket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTests {

    private final Desk desk = new Desk();
    private final Ticket ticket = desk.filed(Desk.order("cache"));

    @Test
    void findsTicketsByIdAndByNumber() {
        assertThat(assertThat(desk.reading.ticket(Desk.VIEWER, Desk.ref(ticket)))
                        .given())
                .isEqualTo(ticket);
        assertThat(assertThat(desk.reading.ticket(Desk.VIEWER, "VK-1")).given()).isEqualTo(ticket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "VK-2", "00000000-0000-0000-0000-000000000000"})
    void findsNothingElse(String ref) {
        assertThat(desk.reading.ticket(Desk.ADMIN, ref)).isRefusedAs(NotFound.class);
    }

    @Test
    void answersTheSameForAnotherTenantsTicketAsForNone() {
        var others = assertThat(desk.reading.ticket(Desk.OTHER_TENANT, "VK-1")).isRefusedAs(NotFound.class);

        assertThat(others.detail()).isEqualTo("There is no ticket VK-1.");
    }

    @Test
    void hidesConversationsAndEventsOfOtherTenants() {
        assertThat(desk.reading.comments(Desk.OTHER_TENANT, "VK-1", null, 10)).isRefusedAs(NotFound.class);
        assertThat(desk.reading.events(Desk.OTHER_TENANT, "VK-1", 0, 10)).isRefusedAs(NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void refusesBlankComments(String text) {
        assertThat(desk.reading.comment(Desk.REQUESTER, "VK-1", text, Optional.empty()))
                .isInvalidIn("text");
    }

    @Test
    void refusesCommentsThatAreTooLong() {
        assertThat(desk.reading.comment(Desk.REQUESTER, "VK-1", "x".repeat(4001), Optional.empty()))
                .isInvalidIn("text");
    }

    @Test
    void tellsTheTimelineOfComments() {
        desk.reading.comment(Desk.APPROVER, "VK-1", "Why so big?", Optional.empty());

        assertThat(desk.timeline.all()).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo("comment-added");
            assertThat(event.actor()).isEqualTo("ada");
            assertThat(event.message()).isEqualTo("Why so big?");
        });
    }

    @Test
    void saysWhyARequesterMayNotDecide() {
        assertThat(desk.reading.whyNotDecide(Desk.REQUESTER, ticket)).isPresent();
    }

    @Test
    void saysNothingToThoseWhoMayDecide() {
        assertThat(desk.reading.whyNotDecide(Desk.APPROVER, ticket)).isEmpty();
    }

    @Test
    void saysThatWhatIsDecidedNeedsNoDecision() {
        desk.deciding.approve(Desk.APPROVER, "VK-1", Desk.NO_REMARK);

        assertThat(desk.reading.whyNotDecide(Desk.ADMIN, desk.ticket(ticket))).contains("The ticket is approved.");
    }
}
