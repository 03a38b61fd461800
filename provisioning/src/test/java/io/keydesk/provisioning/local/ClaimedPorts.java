package io.keydesk.provisioning.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for sixteen clusters of a test, which no other test of this machine has meanwhile, whatever JVM that runs in: they are
 * claimed by listening on the one before them. Written {@code 20001-20099}, as in properties.
 */
public final class ClaimedPorts implements AutoCloseable {

    /** Beside the range that a keydesk which runs on this machine would use, and below those that systems give to clients. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_700;
    private static final int SIZE = 100;

    private final ServerSocket claim;
    private final AtomicInteger given = new AtomicInteger();

    private ClaimedPorts(ServerSocket claim) {
        this.claim = claim;
    }

    /** They are given back when they are closed, else when this JVM ends. */
    public static ClaimedPorts claim() {
        for (int port = FIRST; port + SIZE <= LAST; port += SIZE) {
            try {
                return new ClaimedPorts(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            } catch (IOException e) {
                // somebody has it
            }
        }
        throw new IllegalStateException("all ports from %d to %d are claimed".formatted(FIRST, LAST));
    }

    /** One of them after the other. */
    public int next() {
        return claim.getLocalPort() + 1 + given.getAndIncrement() % (SIZE - 1);
    }

    PortRange range() {
        return new PortRange(claim.getLocalPort() + 1, claim.getLocalPort() + SIZE - 1);
    }

    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return range().toString();
    }
}
