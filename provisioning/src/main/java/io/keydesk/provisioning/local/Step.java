package io.keydesk.provisioning.local;

/** One of the steps from nothing to a published cluster. Each looks first, and does what is missing only. */
interface Step {

    Result take(Run run);

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

    record Failed(String reason, String message, boolean retryable) implements Result {}
}
