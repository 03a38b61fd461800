package io.keydesk.provisioning.valkey;

/** A server did not answer in time, hung up, or is not there. */
public final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean refused;

    NoAnswer(Address address, boolean refused, Throwable cause) {
        super(address + (refused ? " refuses connections" : " does not answer"), cause);
        this.refused = refused;
    }

    /** Whether the machine itself said that nobody listens there. Else somebody may be alive behind a broken network. */
    boolean isRefused() {
        return refused;
    }
}
