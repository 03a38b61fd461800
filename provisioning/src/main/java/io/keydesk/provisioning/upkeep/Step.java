package io.keydesk.provisioning.upkeep;

import io.keydesk.service.provisioning.Outcome;

/**
 * One of the steps from nothing to a published cluster. Each looks first, and does what is missing only.
 *
 * @param <S> what it needs to know; {@link Site} for a step that any region can take
 */
public interface Step<S extends Site> {

    Result take(S site);

    /** What it does, in a few words for people. */
    String phrase();

    /** What came of it. */
    sealed interface Result {}

    /** Nothing was to be done: go on with the next one. */
    record Done() implements Result {}

    /** Something was done: tell so, and go on with the next one. */
    record Acted() implements Result {}

    /** Come back; what is waited for is said in a few words. */
    record Waiting(String message) implements Result {}

    /** As {@link Outcome.Failed}. */
    record Failed(String reason, String message, boolean retryable) implements Result {

        /** Ends the call, with what there is to tell. */
        public Outcome outcome(Notebook notebook) {
            return new Outcome.Failed(reason, message, retryable, notebook.news());
        }
    }
}
