package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Named;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided, or a policy: then {@code by} is {@code policy:} and its name.
 *
 * @param seen the {@linkplain Preview#brief() brief} preview that was decided on; {@code null} where that was not noted
 */
public record Decision(
        String by,
        Verdict verdict,
        @Nullable String comment,
        Instant at,
        @Nullable Preview seen) {

    private static final String POLICY = "policy:";

    /** A policy approves. */
    public static Decision ofPolicy(String name, Instant at, Preview seen) {
        return new Decision(POLICY + name, Verdict.APPROVE, null, at, seen);
    }

    /** Whether no person has decided this. */
    public boolean isOfPolicy() {
        return by.startsWith(POLICY);
    }

    /** One without a preview. */
    public Decision(String by, Verdict verdict, @Nullable String comment, Instant at) {
        this(by, verdict, comment, at, null);
    }

    Decision brief() {
        return new Decision(by, verdict, comment, at);
    }

    public enum Verdict implements Named {
        APPROVE,
        REJECT
    }
}
