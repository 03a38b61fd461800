package io.keydesk.service.reconcile;

import java.time.Duration;

/** When a cluster is to be looked at next. */
public sealed interface Look {

    record Again(Duration in) implements Look {}

    /** Nothing is left to look at. */
    record Never() implements Look {}
}
