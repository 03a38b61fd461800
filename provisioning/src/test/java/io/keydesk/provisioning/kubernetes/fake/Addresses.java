package io.keydesk.provisioning.kubernetes.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback addresses that nobody else on this machine uses: those that begin alike, of which 65,000 are. They are ours as
 * long as we hold one port of the first.
 */
final class Addresses implements AutoCloseable {

    private static final int CLAIM = 6_442;
    private static final int API = 6_443;

    private final int second;
    private final ServerSocket claim;
    private final BitSet taken = new BitSet();
    private int cursor = 256;

    private Addresses(int second, ServerSocket claim) {
        this.second = second;
        this.claim = claim;
        taken.set(0, 256);
    }

    static Addresses claim() {
        // 127.0 and its neighbours have other uses
        var start = ThreadLocalRandom.current().nextInt(240);
        for (var i = 0; i < 240; i++) {
            var second = 8 + (start + i) % 240;
            try {
                return new Addresses(second, new ServerSocket(CLAIM, 1, address(second, 1)));
            } catch (IOException e) {
                // somebody has it, or this machine has only one loopback address
            }
        }
        throw new IllegalStateException("no loopback addresses are free: on macOS, give lo0 some of 127.x.0.0/16");
    }

    InetSocketAddress api() {
        return new InetSocketAddress(address(second, 1), API);
    }

    synchronized String take() {
        var next = next();
        taken.set(next);
        // what was given back rests: something may still listen there
        cursor = next + 1;
        return text(next);
    }

    /** What {@link #take} would give. */
    synchronized String peek() {
        return text(next());
    }

    /** Whether it could be had, which it is then. */
    synchronized boolean take(String address) {
        var index = index(address);
        if (index < 0 || taken.get(index)) {
            return false;
        }
        taken.set(index);
        return true;
    }

    synchronized void giveBack(String address) {
        var index = index(address);
        if (index >= 256) {
            taken.clear(index);
        }
    }

    private int next() {
        var next = taken.nextClearBit(cursor);
        if (next >= 65_535) {
            next = taken.nextClearBit(256);
        }
        if (next >= 65_535) {
            throw new IllegalStateException("out of addresses");
        }
        return next;
    }

    private String text(int index) {
        return "127.%d.%d.%d".formatted(second, index >> 8, index & 255);
    }

    private int index(String address) {
        var parts = address.split("\\.");
        return parts.length == 4 && parts[0].equals("127") && parts[1].equals(Integer.toString(second))
                ? Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3])
                : -1;
    }

    private static InetAddress address(int second, int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, (byte) second, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            // the claim ends with this JVM
        }
    }
}
