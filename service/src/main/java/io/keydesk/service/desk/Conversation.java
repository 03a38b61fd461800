package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.timeline.Event;
import java.time.Instant;

/** What people write on a ticket; within the transaction that holds it. */
final class Conversation {

    private final DeskPorts ports;

    Conversation(DeskPorts ports) {
        this.ports = ports;
    }

    Comment say(Ticket ticket, Caller caller, String text, Instant at) {
        var comment = new Comment(Ids.next(), ticket.id(), caller.name(), text, at);
        ports.tickets().add(comment);
        ports.timeline().add(Event.on(ticket, "comment-added", caller.name(), text, at));
        return comment;
    }
}
