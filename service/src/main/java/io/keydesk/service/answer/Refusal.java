package io.keydesk.service.answer;

import java.util.List;

/** Why a use case did not do what was asked. Each says what to do next; none is a fault of keydesk. */
public sealed interface Refusal {

    /** The sentence for people. */
    String detail();

    /** Values break rules; all that were found are listed. */
    record Invalid(List<FieldError> errors) implements Refusal {
        public Invalid {
            errors = List.copyOf(errors);
        }

        public static Invalid of(String field, String message) {
            return new Invalid(List.of(new FieldError(field, message)));
        }

        @Override
        public String detail() {
            return errors.size() == 1
                    ? errors.getFirst().message()
                    : "%d values break a rule; see errors.".formatted(errors.size());
        }
    }

    /** It does not exist, or the caller may not know that it does. */
    record NotFound(String detail) implements Refusal {}

    /** The caller may see it, but may not do this. */
    record Forbidden(String detail) implements Refusal {}

    /** What it is in now does not allow this. */
    record WrongState(String detail) implements Refusal {}

    /**
     * What the caller approves would do something else by now than its preview showed.
     *
     * @param changes one sentence each
     */
    record PreviewStale(String detail, List<String> changes) implements Refusal {
        public PreviewStale {
            changes = List.copyOf(changes);
        }
    }

    /** Another ticket is working on the same cluster. */
    record TicketInTheWay(String number, String detail) implements Refusal {}

    /** A cluster, or a ticket that waits, has the name already. */
    record NameTaken(String field, String detail) implements Refusal {}

    /** It was changed since the caller read it. */
    record Stale(String detail) implements Refusal {}

    /**
     * It does not fit into what the tenant may have.
     *
     * @param what {@code clusters} or {@code memory-bytes}
     * @param quota which one is too small: {@code tenant}, or the name of an environment
     * @param missing how much more quota the request would need
     */
    record QuotaExceeded(String what, String quota, long limit, long used, long requested, long missing, String detail)
            implements Refusal {}

    /** The same idempotency key came with another request. */
    record KeyReused(String detail) implements Refusal {}

    /** The caller has as many as one caller may have at once. */
    record TooMany(String detail) implements Refusal {}

    /** A region cannot be reached now; the same call may succeed later. */
    record Unavailable(String detail) implements Refusal {}
}
