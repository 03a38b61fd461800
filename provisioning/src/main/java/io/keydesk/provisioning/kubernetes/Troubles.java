package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What an API server answered instead of doing what it was asked for, in words for people. */
final class Troubles {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Troubles() {}

    /** Whether the server cannot be reached, or cannot serve now: the same request may succeed later. */
    static boolean isTransient(KubernetesClientException e) {
        int code = e.getCode();
        return isSilence(e) || code == 408 || code == 429 || code >= 500;
    }

    /** Nobody answered at all. */
    static boolean isSilence(KubernetesClientException e) {
        return e.getCode() <= 0;
    }

    /** How long the server wants to be left alone. */
    static Duration retryAfter(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(status -> status.getDetails())
                .map(details -> details.getRetryAfterSeconds())
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds)
                .filter(wanted -> wanted.compareTo(LONGEST) < 0)
                .orElse(SOON);
    }

    /** All that the server says, or why nothing came from it. */
    static String words(Throwable e) {
        if (e instanceof KubernetesClientException answer
                && answer.getStatus() != null
                && answer.getStatus().getMessage() != null) {
            return answer.getStatus().getMessage();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            }
        }
        return String.valueOf(e.getMessage());
    }
}
