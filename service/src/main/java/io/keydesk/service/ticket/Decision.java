package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Named;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody decided, or a policy: then {@code by} is {@code policy:} and its name. */
public record Decision(String by, Verdict verdict, @Nullable String comment, Instant at) {

    public enum Verdict implements Named {
        APPROVE,
        REJECT
    }
}
