package io.keydesk.api.problem;

/** What was still to come of an answer cannot be had, after its beginning was sent. */
public class AnswerBrokenOff extends RuntimeException {

    private static final long serialVersionUID = 1;

    public AnswerBrokenOff(Throwable cause) {
        super("the rest of an answer cannot be had", cause);
    }
}
