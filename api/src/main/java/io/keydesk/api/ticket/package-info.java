/** Tickets, previews and their events over HTTP. */
@NullMarked
package io.keydesk.api.ticket;

import org.jspecify.annotations.NullMarked;
