package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.KeyReused;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdempotencyTests {

    private final Desk desk = new Desk();

    @Test
    void filesTheSameRequestOnce() {
        var first = assertThat(file(Desk.REQUESTER, Desk.order("cache"), "key", "a"))
                .given();

        assertThat(assertThat(file(Desk.REQUESTER, Desk.order("cache"), "key", "a"))
                        .given())
                .isEqualTo(first);
        assertThat(desk.timeline.all()).hasSize(1);
    }

    @Test
    void givesTheTicketAsItIsNowWhenTheWorldHasMovedOn() {
        var first = assertThat(file(Desk.REQUESTER, Desk.order("cache"), "key", "a"))
                .given();
        desk.deciding.approve(Desk.APPROVER, Desk.ref(first), Desk.NO_REMARK);

        var again = assertThat(file(Desk.REQUESTER, Desk.order("cache"), "key", "a"))
                .given();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again).isApproved();
    }

    @Test
    void givesTheTicketWhenItsClusterIsGone() {
        var cluster = desk.ready("cache", "development");
        var first = assertThat(file(Desk.REQUESTER, Desk.deletion(cluster), "key", "a"))
                .given();
        desk.clusters.update(cluster.gone(desk.clock.instant()));

        assertThat(assertThat(file(Desk.REQUESTER, Desk.deletion(cluster), "key", "a"))
                        .given()
                        .id())
                .isEqualTo(first.id());
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() {
        file(Desk.REQUESTER, Desk.order("cache"), "key", "a");

        assertThat(file(Desk.REQUESTER, Desk.order("other"), "key", "b")).isRefusedAs(KeyReused.class);
        assertThat(desk.timeline.all()).hasSize(1);
    }

    @Test
    void keepsTheKeysOfTwoCallersApart() {
        file(Desk.REQUESTER, Desk.order("cache"), "key", "a");

        assertThat(file(Desk.OTHER_TENANT, Desk.order("cache"), "key", "b")).isGiven();
    }

    @Test
    void leavesTheKeyFreeWhenRefused() {
        desk.filed(Desk.order("taken"));
        file(Desk.REQUESTER, Desk.order("taken"), "key", "a");

        assertThat(file(Desk.REQUESTER, Desk.order("free"), "key", "b")).isGiven();
    }

    @Test
    void approvesOnce() {
        var ticket = desk.filed(Desk.order("cache"));
        desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.keyed("key", "a"));

        var again = desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.keyed("key", "a"));

        assertThat(assertThat(again).given()).isApproved();
        assertThat(desk.queue.woken()).hasSize(1);
    }

    @Test
    void leavesTheKeyFreeWhenADecisionIsRefused() {
        var ticket = desk.filed(Desk.order("cache"));
        assertThat(desk.deciding.retry(Desk.ADMIN, Desk.ref(ticket), Desk.keyed("key", "a")))
                .isRefusedAs(WrongState.class);

        assertThat(desk.deciding.approve(Desk.ADMIN, Desk.ref(ticket), Desk.keyed("key", "b")))
                .isGiven();
    }

    @Test
    void commentsOnce() {
        var ticket = desk.filed(Desk.order("cache"));
        var key = Optional.of(new IdempotencyKey("key", "a"));
        var first = assertThat(desk.reading.comment(Desk.REQUESTER, Desk.ref(ticket), "Hello", key))
                .given();

        assertThat(assertThat(desk.reading.comment(Desk.REQUESTER, Desk.ref(ticket), "Hello", key))
                        .given())
                .isEqualTo(first);
        assertThat(desk.tickets.comments(ticket.id(), null, 10)).containsExactly(first);
    }

    private Answer<Ticket> file(Caller caller, TicketRequest request, String key, String fingerprint) {
        return desk.filing.file(caller, Desk.filingOf(request), Optional.of(new IdempotencyKey(key, fingerprint)));
    }
}
