package io.keydesk.service.cluster;

import org.jspecify.annotations.Nullable;

/**
 * One Valkey server and the Sentinel beside it.
 *
 * @param index 0, 1 or 2
 * @param role {@code null} when the server does not answer
 * @param address {@code host:port} of the server, as clients see it
 * @param linked whether a replica is in contact with its primary; {@code null} for a primary
 * @param usedMemoryBytes of what its plan leaves for data: what counts when keys are evicted; {@code null} when the server
 *     does not answer. Told {@linkplain #NOTICED roughly}
 * @param version of the server that answers, or answered last; {@code null} before it ever did
 */
public record NodeObservation(
        int index,
        State state,
        @Nullable Role role,
        String address,
        @Nullable Boolean linked,
        String sentinelAddress,
        State sentinelState,
        @Nullable Long usedMemoryBytes,
        @Nullable String version) {

    /** One whose version is not known. */
    public NodeObservation(
            int index,
            State state,
            @Nullable Role role,
            String address,
            @Nullable Boolean linked,
            String sentinelAddress,
            State sentinelState,
            @Nullable Long usedMemoryBytes) {
        this(index, state, role, address, linked, sentinelAddress, sentinelState, usedMemoryBytes, null);
    }

    /** A smaller difference of memory, in bytes, is no news: with every write there is one, and each would be stored. */
    public static final long NOTICED = 1024 * 1024;

    /** The same holds for a difference of less than one part in so many. */
    private static final int NOTICED_PART = 50;

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

    /** The same, with the memory that was seen earlier if it is about the same, and the version if it tells none now. */
    NodeObservation continuing(NodeObservation earlier) {
        return new NodeObservation(
                index,
                state,
                role,
                address,
                linked,
                sentinelAddress,
                sentinelState,
                isAboutTheSame(usedMemoryBytes, earlier.usedMemoryBytes) ? earlier.usedMemoryBytes : usedMemoryBytes,
                version == null ? earlier.version : version);
    }

    private static boolean isAboutTheSame(@Nullable Long now, @Nullable Long earlier) {
        return now != null && earlier != null && Math.abs(now - earlier) < Math.max(NOTICED, earlier / NOTICED_PART);
    }
}
