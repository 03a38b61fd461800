package io.keydesk.provisioning.local;

/** One of the steps from nothing to a published cluster. Each looks first, and does what is missing only. */
interface Step {

    Result take(Run run);

    /** What came of it. */
    sealed interface Result {}

    /** Go on with the next one. */
    record Done() implements Result {}

    /** Come back; what is waited for is said in a few words. */
    record Waiting(String message) implements Result {}

    record Failed(String reason, String message, boolean retryable) implements Result {}
}
