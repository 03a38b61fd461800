package io.keydesk.provisioning.kubernetes.fake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a request in place of its answer. */
public sealed interface Fault {

    /** Nothing is done, and this status answered. */
    record Status(int code, @Nullable Duration retryAfter) implements Fault {}

    /** Nothing is done, and never answered; the connection stands. */
    record Silence() implements Fault {}

    /** Nothing is done, and the connection is reset. */
    record Reset() implements Fault {}

    /** It is done, and the connection reset before the answer. */
    record ResetAfterwards() implements Fault {}

    /** 429 with a time after which to come again. */
    static Fault tooManyRequests(Duration retryAfter) {
        return new Status(429, retryAfter);
    }

    static Fault status(int code) {
        return new Status(code, null);
    }
}
