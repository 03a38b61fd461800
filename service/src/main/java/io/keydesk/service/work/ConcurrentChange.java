package io.keydesk.service.work;

/** A constraint of the database was hit by what another transaction had just written; the work may be done again. */
public class ConcurrentChange extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConcurrentChange(Throwable cause) {
        super("another transaction has just written what this one wanted to", cause);
    }
}
