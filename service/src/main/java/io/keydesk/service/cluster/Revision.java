package io.keydesk.service.cluster;

import java.time.Instant;
import java.util.UUID;

/**
 * One numbered, immutable desired state. Going back to an earlier one writes a new one.
 *
 * @param number from 1, without gaps within a cluster
 * @param ticket the id of the ticket that wrote it
 * @param ticketNumber its number, for people
 * @param by who decided, or {@code keydesk} when it took a change back
 */
public record Revision(int number, DesiredState state, UUID ticket, String ticketNumber, String by, Instant at) {}
