package io.keydesk.service;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.AnswerAssert;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketAssert;

/** Assertions in the words of the domain, to be imported beside those of AssertJ. */
public final class ServiceAssertions {

    private ServiceAssertions() {}

    public static TicketAssert assertThat(Ticket ticket) {
        return new TicketAssert(ticket);
    }

    public static <T> AnswerAssert<T> assertThat(Answer<T> answer) {
        return new AnswerAssert<>(answer);
    }
}
