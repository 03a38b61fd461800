package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Named;

/** The orders in which tickets are listed. */
public enum TicketOrder implements Named {

    /** By their numbers, the last one first. */
    NEWEST,

    /** By their numbers, the first one first. */
    OLDEST,

    /** Only those that wait for somebody, or for keydesk, and the longest of them first: see {@link Ticket#waitingSince}. */
    WAITING_LONGEST
}
