package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketFilter;
import io.keydesk.service.ticket.TicketOrder;
import io.keydesk.service.ticket.TicketQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    @Test
    void findsTheTicketsThatACallerMayDecideByTheSameRules() {
        var two = desk.filed(Desk.order("production", "production"));
        desk.deciding.approve(
                Desk.APPROVER, Desk.ref(desk.filed(Desk.deletion(desk.ready("old", "production")))), Desk.NO_REMARK);
        desk.filing.file(Desk.REQUESTER_AND_APPROVER, Desk.filingOf(Desk.order("own")), Optional.empty());
        desk.deciding.reject(Desk.APPROVER, Desk.ref(two), Desk.saying("No."));

        for (var caller : List.of(
                Desk.VIEWER,
                Desk.REQUESTER,
                Desk.APPROVER,
                Desk.SECOND_APPROVER,
                Desk.ADMIN,
                Desk.REQUESTER_AND_APPROVER)) {
            var all = desk.reading.tickets(new TicketQuery(TicketFilter.ALL, TicketOrder.NEWEST, null, 100));
            var decidable = new TicketFilter(
                    Optional.empty(), List.of(), null, null, null, null, null, desk.reading.decider(caller), false);

            assertThat(desk.reading.tickets(new TicketQuery(decidable, TicketOrder.NEWEST, null, 100)))
                    .as(caller.name())
                    .isEqualTo(all.stream()
                            .filter(it -> desk.reading.whyNotDecide(caller, it).isEmpty())
                            .toList());
            assertThat(desk.reading.counts(caller, TicketFilter.ALL).decidable())
                    .isEqualTo(desk.tickets
                            .list(new TicketQuery(decidable, TicketOrder.NEWEST, null, 100))
                            .size());
        }
    }

    @Test
    void handsOnAllTicketsPageByPage() {
        for (int i = 0; i < 1001; i++) {
            desk.tickets.add(SampleTickets.order("cache-" + i));
        }
        var pages = new ArrayList<Integer>();

        var all = desk.reading.all(TicketFilter.ALL, TicketOrder.OLDEST, page -> pages.add(page.size()));

        assertThat(all).isGiven();
        assertThat(pages).containsExactly(500, 500, 2);
    }

    @Test
    void handsOnAnEmptyPageWhereNothingIs() {
        var pages = new ArrayList<List<Ticket>>();
        var none = new TicketFilter(Optional.of(Set.of()), List.of(), null, null, null, null, null, null, false);

        desk.reading.all(none, TicketOrder.NEWEST, pages::add);

        assertThat(pages).containsExactly(List.of());
    }
}
