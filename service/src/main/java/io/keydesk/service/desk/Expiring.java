package io.keydesk.service.desk;

import io.keydesk.service.approval.ExpiryRules;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Expiry;
import io.keydesk.service.work.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Ends tickets that nobody decides, after a reminder. One transaction for each, so that nobody waits for many. */
public final class Expiring implements Expiry {

    private static final int BATCH = 100;

    /** What is left then comes at the next time. */
    private static final int MOST_BATCHES = 50;

    private final DeskPorts ports;
    private final ExpiryRules rules;

    public Expiring(DeskPorts ports, ExpiryRules rules) {
        this.ports = ports;
        this.rules = rules;
    }

    @Override
    public void expire() {
        if (rules.after().isZero()) {
            return;
        }
        var now = Times.now(ports.clock());
        var tooOld = now.minus(rules.after());
        boolean reminds = !rules.remindsBefore().isZero();
        if (reminds) {
            var nearly = tooOld.plus(rules.remindsBefore());
            each(() -> ports.tickets().unreminded(nearly, BATCH), nearly, ticket -> remind(ticket, now));
        }
        var reminded = reminds ? Optional.of(now.minus(rules.remindsBefore())) : Optional.<Instant>empty();
        each(() -> ports.tickets().waitingSince(tooOld, reminded, BATCH), tooOld, ticket -> expire(ticket, now));
    }

    /** @param before when tickets changed last that are meant; one that has changed meanwhile is not */
    private void each(Supplier<List<TicketId>> batches, Instant before, Consumer<Ticket> action) {
        for (int i = 0; i < MOST_BATCHES; i++) {
            var batch = batches.get();
            for (var id : batch) {
                ports.transactions().inTransaction(() -> {
                    var ticket = ports.tickets()
                            .lock(id)
                            .filter(held -> held.state() instanceof AwaitingApproval)
                            .filter(held -> !held.updatedAt().isAfter(before));
                    ticket.ifPresent(action);
                    return ticket;
                });
            }
            if (batch.size() < BATCH) {
                return;
            }
        }
    }

    private void remind(Ticket ticket, Instant at) {
        ports.tickets().remind(ticket.id(), at);
        var expiresAt = latest(ticket.updatedAt().plus(rules.after()), at.plus(rules.remindsBefore()));
        ports.timeline()
                .add(Event.on(
                        ticket,
                        "ticket-expiring",
                        Event.KEYDESK,
                        "Nobody has decided this ticket. It expires at %s unless somebody does, or it is corrected."
                                .formatted(expiresAt),
                        at));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void expire(Ticket ticket, Instant at) {
        var reason = "Nobody decided it within %s. File another ticket if it is still needed."
                .formatted(inWords(rules.after()));
        var waiting = (AwaitingApproval) ticket.state();
        var expired = ticket.in(waiting.expire(reason, at), at);
        ports.tickets().update(expired);
        ports.timeline()
                .add(Event.on(expired, "ticket-expired", Event.KEYDESK, reason, at)
                        .changing(waiting.label(), expired.state().label()));
    }

    private static String inWords(Duration time) {
        return time.toDays() > 1 ? time.toDays() + " days" : time.toString();
    }
}
