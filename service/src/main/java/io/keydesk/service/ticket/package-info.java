/** One request with its decision, work and comments; the request stays, the state moves. */
@NullMarked
package io.keydesk.service.ticket;

import org.jspecify.annotations.NullMarked;
