package io.keydesk.provisioning.region;

/** The properties of regions make no sense: keydesk does not start on them. */
public final class RegionsRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String what;
    private final String wayOut;

    /** @param what what is wrong with which property */
    public RegionsRefused(String what, String wayOut) {
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
