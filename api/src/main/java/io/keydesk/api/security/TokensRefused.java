package io.keydesk.api.security;

/** keydesk does not start with these tokens. */
final class TokensRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String what;
    private final String wayOut;

    TokensRefused(String what, String wayOut) {
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
