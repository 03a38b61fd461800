package io.keydesk.api.problem;

import java.io.IOException;

/** A request has sent more than it may. */
public class BodyTooLarge extends IOException {

    private static final long serialVersionUID = 1;

    private final int limit;

    /** @param limit bytes */
    public BodyTooLarge(int limit) {
        this.limit = limit;
    }

    /** The sentence for people. */
    public String detail() {
        return "The body is larger than %d KiB: send less.".formatted(limit / 1024);
    }
}
