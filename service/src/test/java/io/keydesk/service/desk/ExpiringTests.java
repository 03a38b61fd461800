package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.approval.ExpiryRules;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpiringTests {

    private final Desk desk = new Desk();

    @Test
    void remindsOnceBeforeItEndsATicket() {
        var ticket = desk.filed(Desk.order("cache"));

        pass(Duration.ofDays(12).minusSeconds(1));
        assertThat(desk.events(ticket)).containsExactly("ticket-filed");
        pass(Duration.ofSeconds(1));
        pass(Duration.ofDays(1));

        assertThat(desk.events(ticket)).containsExactly("ticket-filed", "ticket-expiring");
        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10).getLast().message())
                .contains("2026-12-05T08:00:00");
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void endsATicketThatNobodyDecides() {
        var ticket = desk.filed(Desk.order("cache"));

        pass(Duration.ofDays(12));
        pass(Duration.ofDays(2).minusSeconds(1));
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
        pass(Duration.ofSeconds(1));

        assertThat(desk.ticket(ticket)).isExpired();
        assertThat(desk.timeline.ofTicket(ticket.id(), 0, 10))
                .last()
                .extracting(Event::type, Event::from, Event::to, Event::message)
                .containsExactly(
                        "ticket-expired",
                        "awaiting-approval",
                        "expired",
                        "Nobody decided it within 14 days. File another ticket if it is still needed.");
    }

    @Test
    void remindsFirstOfWhatHasWaitedTooLongAlready() {
        var ticket = desk.filed(Desk.order("cache"));

        pass(Duration.ofDays(100));
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
        pass(Duration.ofDays(2));

        assertThat(desk.ticket(ticket)).isExpired();
    }

    @Test
    void beginsAnewWithACorrection() {
        var ticket = desk.filed(Desk.order("cache"));
        pass(Duration.ofDays(12));
        desk.clock.advance(Duration.ofSeconds(1));
        var correction = new CorrectTicket(Optional.empty(), Optional.of("Still needed"), Optional.empty());
        desk.correcting.correct(Desk.REQUESTER, Desk.ref(ticket), correction, OptionalLong.empty());

        pass(Duration.ofDays(11));
        assertThat(desk.ticket(ticket)).isAwaitingApproval();
        pass(Duration.ofDays(1));

        assertThat(desk.events(ticket).stream().filter("ticket-expiring"::equals))
                .hasSize(2);
    }

    @Test
    void leavesAloneWhatWasDecided() {
        var ticket = desk.scheduled(Desk.order("cache"), desk.in(Duration.ofDays(90)));

        pass(Duration.ofDays(50));
        pass(Duration.ofDays(30));

        assertThat(desk.events(ticket)).doesNotContain("ticket-expiring", "ticket-expired");
    }

    @Test
    void setsTheNameFree() {
        desk.filed(Desk.order("cache"));
        pass(Duration.ofDays(12));
        pass(Duration.ofDays(2));

        assertThat(desk.filed(Desk.order("cache"))).isAwaitingApproval();
    }

    @Test
    void endsMoreThanABatch() {
        var tickets = IntStream.range(0, 250)
                .mapToObj(i -> desk.filed(Desk.order("cache-" + i)))
                .toList();

        pass(Duration.ofDays(12));
        pass(Duration.ofDays(2));

        assertThat(tickets).allSatisfy(ticket -> assertThat(desk.ticket(ticket)).isExpired());
    }

    @Test
    void canBeSwitchedOff() {
        var ticket = desk.filed(Desk.order("cache"));
        desk.clock.advance(Duration.ofDays(1000));

        new Expiring(desk.ports, new ExpiryRules(Duration.ZERO, Duration.ofDays(2))).expire();

        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void endsWithoutAReminderWhereNoneIsWanted() {
        var ticket = desk.filed(Desk.order("cache"));
        desk.clock.advance(Duration.ofDays(14));

        new Expiring(desk.ports, new ExpiryRules(Duration.ofDays(14), Duration.ZERO)).expire();

        assertThat(desk.ticket(ticket)).isExpired();
        assertThat(desk.events(ticket)).containsExactly("ticket-filed", "ticket-expired");
    }

    private void pass(Duration time) {
        desk.clock.advance(time);
        desk.expiring.expire();
    }
}
