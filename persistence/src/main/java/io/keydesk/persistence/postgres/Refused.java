package io.keydesk.persistence.postgres;

/** keydesk does not start on what it found. Nothing was changed. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String wayOut;

    /** @param what what is wrong, and where, without secrets */
    Refused(String what, String wayOut) {
        super(what);
        this.wayOut = wayOut;
    }

    Refused(String what, String wayOut, Throwable cause) {
        super(what, cause);
        this.wayOut = wayOut;
    }

    String what() {
        var what = getMessage();
        return what == null ? "" : what;
    }

    String wayOut() {
        return wayOut;
    }
}
