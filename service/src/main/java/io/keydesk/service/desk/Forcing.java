package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.UpgradeVersion;
import java.util.Optional;

/** Upgrades that an admin forces are for admins alone to undo. */
final class Forcing {

    private Forcing() {}

    static boolean isForced(Ticket ticket) {
        return ticket.request() instanceof UpgradeVersion upgrade && upgrade.isForced();
    }

    /** Why this caller may not do this to the ticket; nothing if nobody forces it, or the caller could. */
    static Optional<Forbidden> protects(Ticket ticket, Caller caller, String verb) {
        return isForced(ticket) && !caller.isAdmin()
                ? Optional.of(new Forbidden(
                        "An admin forces the upgrade of ticket %s, and only admins %s it: ask %s, who filed it."
                                .formatted(ticket.number(), verb, ticket.requester())))
                : Optional.empty();
    }
}
