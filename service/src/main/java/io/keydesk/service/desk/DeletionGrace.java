package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Environment;
import java.time.Duration;

/** How long a cluster goes on after its deletion was approved: cancelling the ticket takes the deletion back meanwhile. */
public record DeletionGrace(Duration production, Duration others) {

    public static final DeletionGrace NONE = new DeletionGrace(Duration.ZERO, Duration.ZERO);

    Duration of(Environment environment) {
        return environment == Environment.PRODUCTION ? production : others;
    }
}
