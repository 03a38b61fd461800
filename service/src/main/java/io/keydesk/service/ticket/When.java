package io.keydesk.service.ticket;

import io.keydesk.service.cluster.MaintenanceWindow;
import java.time.Duration;
import java.time.Instant;

/** When a ticket is to be carried out, once it is approved. */
public sealed interface When {

    /** How far ahead a ticket may be put off. */
    Duration FURTHEST = Duration.ofDays(90);

    When NOW = new Now();

    /** As soon as it is approved. */
    record Now() implements When {}

    /** At this time, or as soon after it as keydesk can. */
    record At(Instant time) implements When {}

    /** In the next {@link MaintenanceWindow} of its cluster, whenever that is by then. */
    record Window() implements When {}
}
