package io.keydesk.api.home;

/** keydesk does not start on this home. */
final class HomeRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String what;
    private final String wayOut;

    HomeRefused(String what, String wayOut) {
        super(what);
        this.what = what;
        this.wayOut = wayOut;
    }

    String what() {
        return what;
    }

    String wayOut() {
        return wayOut;
    }
}
