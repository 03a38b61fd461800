package io.keydesk.provisioning.valkey;

import org.jspecify.annotations.Nullable;

/** A server answered with an error; the message is in its words. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refusal(String words, @Nullable Throwable cause) {
        super(words, cause);
    }

    /** What the server says. */
    public String words() {
        var words = getMessage();
        return words == null ? "" : words;
    }
}
