package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApprovingEditedTests {

    private static final OrderCluster LARGER =
            new OrderCluster("cache", "locks", "development", "m", "local", List.of("shop"), Map.of());

    private final Desk desk = new Desk();

    @Test
    void carriesOutTheEditAndKeepsItsPreviewWithTheDecision() {
        var ticket = desk.filed(Desk.order("cache"));

        var approved = assertThat(approve(Desk.APPROVER, ticket, LARGER)).given();

        assertThat(approved.state().label()).isEqualTo("approved");
        assertThat(approved.request()).isEqualTo(LARGER);
        assertThat(approved.requester()).isEqualTo(ticket.requester());
        assertThat(approved.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.by()).isEqualTo(Desk.APPROVER.name());
            assertThat(decision.comment()).isEqualTo("It needs more memory");
            assertThat(decision.seen()).isEqualTo(approved.preview().brief());
        });
        assertThat(desk.cluster(approved).desired().state().plan()).isEqualTo("m");
        assertThat(desk.events(ticket)).contains("ticket-corrected", "ticket-approved");
    }

    @Test
    void dropsApprovalsOfWhatWasAskedFor() {
        var ticket = desk.filed(Desk.deletion(desk.ready("cache", "production")));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK);

        var edited = assertThat(approve(Desk.SECOND_APPROVER, ticket, ticket.request()))
                .given();

        assertThat(edited.state()).isEqualTo(new AwaitingApproval(2, List.of(Desk.SECOND_APPROVER.name())));
        assertThat(desk.deciding.approve(Desk.SECOND_APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(Forbidden.class);
    }

    @Test
    void asksWhy() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(desk.deciding.approveEdited(Desk.APPROVER, Desk.ref(ticket), LARGER, Desk.NO_REMARK))
                .isInvalidIn("comment");
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void refusesAnEditThatBreaksARule() {
        var ticket = desk.filed(Desk.order("cache"));
        var unknown = new OrderCluster("cache", "locks", "development", "huge", "local", List.of("shop"), Map.of());

        assertThat(approve(Desk.APPROVER, ticket, unknown)).isInvalidIn("request.plan");
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void refusesARequestOfAnotherKind() {
        var ticket = desk.filed(Desk.order("cache"));
        var other = Desk.deletion(desk.ready("other", "development"));

        assertThat(approve(Desk.APPROVER, ticket, other)).isInvalidIn("request");
    }

    @Test
    void refusesThoseWhoDoNotDecide() {
        var ticket = desk.filed(Desk.order("cache"));

        assertThat(approve(Desk.REQUESTER, ticket, LARGER)).isRefusedAs(Forbidden.class);
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void refusesWhatIsDecidedAlready() {
        var ticket = desk.approved(Desk.order("cache"));

        assertThat(approve(Desk.APPROVER, ticket, LARGER)).isRefusedAs(WrongState.class);
    }

    private Answer<Ticket> approve(Caller caller, Ticket ticket, TicketRequest edited) {
        return desk.deciding.approveEdited(caller, Desk.ref(ticket), edited, Desk.saying("It needs more memory"));
    }
}
