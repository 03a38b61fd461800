package io.keydesk.service.cluster;

import org.jspecify.annotations.Nullable;

/**
 * One Valkey server and the Sentinel beside it.
 *
 * @param index 0, 1 or 2
 * @param role {@code null} when the server does not answer
 * @param address {@code host:port} of the server, as clients see it
 * @param linked whether a replica is in contact with its primary; {@code null} for a primary
 */
public record NodeObservation(
        int index,
        State state,
        @Nullable Role role,
        String address,
        @Nullable Boolean linked,
        String sentinelAddress,
        State sentinelState) {

    public enum Role {
        PRIMARY,
        REPLICA
    }

    public enum State {
        RUNNING,
        /** The process is not there. */
        STOPPED,
        /** The process is there, but does not answer. */
        UNREACHABLE
    }

    /** Whether neither the server nor its Sentinel is there. */
    boolean isStopped() {
        return state == State.STOPPED && sentinelState == State.STOPPED;
    }

    public boolean isPrimary() {
        return role == Role.PRIMARY;
    }
}
