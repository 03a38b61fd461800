/** Tickets, decisions and comments in PostgreSQL. */
@NullMarked
package io.keydesk.persistence.ticket;

import org.jspecify.annotations.NullMarked;
